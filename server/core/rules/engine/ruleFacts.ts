import type { UnseenModel } from '../../models/unseenModels';
import type { GitFacts } from './gitFacts';
import type { SyntaxFacts } from './syntaxFacts';

/** What rules may know beside the snapshot, as far as somebody has found it out. */
export interface RuleFacts {
  /** Undefined where there is no Git, it was not read, or nothing can be compared. */
  readonly git?: GitFacts | undefined;
  /** Undefined where no parser of the whole language has looked at the files. */
  readonly syntax?: SyntaxFacts | undefined;
  /** The models that env.py misses; undefined where nobody has looked. */
  readonly unseenModels?: readonly UnseenModel[] | undefined;
  /** The revisions that rules about operations judge; without it those that are new on this branch. */
  readonly judged?: JudgedRevisions | undefined;
}

/** Another choice of revisions for the rules about operations than the usual one. */
export type JudgedRevisions =
  | 'all'
  /** Nothing tells what is new. */
  | 'none'
  | {
      /** Ids that are old together with their ancestors, beside the configured ones. */
      readonly since: readonly string[];
    };
