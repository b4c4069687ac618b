import type { SyntaxProblem } from '../../core/rules/engine/syntaxFacts';

/** What the process that parses is asked: to look at these files. */
export interface CheckRequest {
  readonly paths: readonly string[];
}

/** What it answers: that it is ready or why it can't be, then, request by request, which files are refused. */
export type CheckReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unable'; readonly reason: string }
  | {
      readonly kind: 'checked';
      readonly refused: readonly (readonly [path: string, refusal: SyntaxProblem])[];
    };

/** The argument by which the process gives way to others. */
export const inBackground = '--background';
