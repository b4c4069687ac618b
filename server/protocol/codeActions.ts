/**
 * What the `data` of a code action tells its client; the rest of it is the server's own. Clients that know what a database has run ask before
 * they apply an action that moves revisions.
 */
export interface CodeActionFacts {
  /** The key of the environment. */
  readonly environment: string;
  /** The ids of the revisions that get other parents or another id. */
  readonly moves?: readonly string[];
}
