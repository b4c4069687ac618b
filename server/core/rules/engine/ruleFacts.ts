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
  /** What the databases that were asked have run; undefined where that is not known, or not any more. */
  readonly applied?: AppliedFacts | undefined;
  /** The revisions that rules about operations judge; without it those that are new on this branch. */
  readonly judged?: JudgedRevisions | undefined;
}

/** The revisions that some asked database has run, by id, as they were then. */
export type AppliedFacts = ReadonlyMap<string, AppliedVersion>;

/** A revision as it was when a database was asked that has it. */
export interface AppliedVersion {
  readonly text: string;
  /** Whether that is the last commit's text, because the file differed from it then already. */
  readonly isCommitted: boolean;
}

/** In place of a commit: the text in `AppliedFacts`. */
export const appliedCommit = 'applied';

/** Another choice of revisions for the rules about operations than the usual one. */
export type JudgedRevisions =
  | 'all'
  /** Nothing tells what is new. */
  | 'none'
  | {
      /** Ids that are old together with their ancestors, beside the configured ones. */
      readonly since: readonly string[];
    };
