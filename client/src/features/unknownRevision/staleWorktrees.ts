import * as vscode from 'vscode';
import { removeStaleWorktrees } from '../../infrastructure/git/temporaryWorktree';

/**
 * Removes the temporary worktrees that closed windows left; in Restricted Mode not before the workspace is
 * trusted, because it runs Git.
 */
export function removeStaleWorktreesOnceTrusted(
  recordsFolder: string,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const remove = async (): Promise<void> => {
    for (const folder of await removeStaleWorktrees(recordsFolder, ({ text }) => log.info(text))) {
      log.info(`The temporary worktree ${folder} of a window that was closed is removed.`);
    }
  };
  if (vscode.workspace.isTrusted) void remove();
  return vscode.workspace.onDidGrantWorkspaceTrust(() => void remove());
}
