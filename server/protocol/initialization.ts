/** What the client tells the server when it starts. */
export interface InitializationOptions {
  /** Git is read only in trusted workspaces. */
  readonly isWorkspaceTrusted: boolean;
}
