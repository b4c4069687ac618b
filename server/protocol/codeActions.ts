import type { PlannedEditDto } from './changes';

/** What the command that turns a rule off takes. */
export interface DisableRuleArgument {
  readonly rule: string;
  /** The file of the finding. */
  readonly uri: string;
  /** Where a comment can say it; null in files that have no such comments. */
  readonly comment: {
    readonly environment: string;
    /** Of the finding, in the text that the server has. */
    readonly offset: number;
  } | null;
}

/**
 * What the `data` of a code action tells its client; the rest of it is the server's own. Clients that know
 * what a database has run ask before they apply an action that moves or renames revisions.
 */
export interface CodeActionFacts {
  /** The key of the environment. */
  readonly environment: string;
  /** The ids of the revisions that get other parents. */
  readonly moves?: readonly string[];
  /** The ids of the revisions that get another id. */
  readonly renames?: readonly string[];
  /** What the edit was planned for; there once it is made, for clients that check it. */
  readonly planned?: PlannedEditDto;
}
