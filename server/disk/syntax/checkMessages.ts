import type { SyntaxProblem } from '../../core/rules/engine/syntaxFacts';

/** What the process that parses is asked: to look at these files. */
export interface CheckRequest {
  readonly paths: readonly string[];
}

/** Its replies: ready or not, then, request by request, the problems of invalid files. */
export type CheckReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unable'; readonly reason: string }
  | {
      readonly kind: 'checked';
      readonly problems: readonly (readonly [path: string, problem: SyntaxProblem])[];
    };

/** The argument by which the process gives way to others. */
export const inBackground = '--background';
