/** What the client tells the server when it starts. */
export interface InitializationOptions {
  /** Git is read only in trusted workspaces. */
  readonly isWorkspaceTrusted: boolean;
  /** The client has the command that writes a rule's level into its settings. */
  readonly disablesRules?: boolean;
  /** The client has the command that shows a revision beside its merged version. */
  readonly comparesWithMerged?: boolean;
  /** The client has the command that opens a revision file: an action that makes one shows it then. */
  readonly opensRevisions?: boolean;
  /**
   * The client checks, before an edit is applied, that its files are as they were when it was planned, and
   * where they lie.
   */
  readonly checksPlans?: boolean;
  /** The client has the command that writes what `downgrade` lacks. */
  readonly generatesDowngrades?: boolean;
  /** The client has the command that initialises Alembic. */
  readonly initialises?: boolean;
}
