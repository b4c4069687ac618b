import type * as vscode from 'vscode';
import type { GitRepository } from './gitRepositories';

/** Tells of another commit being checked out, in each repository that it is given. */
export class CheckedOutCommits implements vscode.Disposable {
  private readonly followed = new Map<string, vscode.Disposable>();

  constructor(private readonly onDidChange: () => void) {}

  /** From now on until the end; a second time makes no difference. */
  follow({ rootUri, state }: GitRepository): void {
    const root = rootUri.toString();
    if (this.followed.has(root)) return;
    let commit = state.HEAD?.commit;
    const subscription = state.onDidChange(() => {
      if (state.HEAD?.commit === commit) return;
      commit = state.HEAD?.commit;
      this.onDidChange();
    });
    this.followed.set(root, subscription);
  }

  dispose(): void {
    for (const subscription of this.followed.values()) subscription.dispose();
  }
}
