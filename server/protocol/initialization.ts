/** What the client tells the server when it starts. */
export interface InitializationOptions {
  /** Git is read only in trusted workspaces. */
  readonly isWorkspaceTrusted: boolean;
  /** The client has the command that writes a rule's level into its settings. */
  readonly disablesRules?: boolean;
  /** The client has the command that shows a revision beside its merged version. */
  readonly comparesWithMerged?: boolean;
}
