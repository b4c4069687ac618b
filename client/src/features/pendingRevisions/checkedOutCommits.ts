import type * as vscode from 'vscode';
import type { GitRepository } from '../../infrastructure/vscode/gitRepositories';

/** Which commits a repository had checked out since it was first asked for, so that one which is left again at once is not missed. */
export class CheckedOutCommits implements vscode.Disposable {
  private readonly passed = new Map<string, (string | undefined)[]>();
  private readonly subscriptions: vscode.Disposable[] = [];

  /** The commits in order, the present one last; undefined stands for a repository without any. The list grows. */
  of(repository: GitRepository): readonly (string | undefined)[] {
    const key = repository.rootUri.toString();
    const known = this.passed.get(key);
    const commits = known ?? [];
    const note = (): void => {
      const commit = repository.state.HEAD?.commit;
      if (commits.length === 0 || commits.at(-1) !== commit) commits.push(commit);
    };
    note();
    if (!known) {
      this.passed.set(key, commits);
      this.subscriptions.push(repository.state.onDidChange(note));
    }
    return commits;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
