import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds, contextKeys } from '../../../../server/protocol/identifiers';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** How many folders above the opened one are looked at. */
const mostAbove = 3;

/**
 * Open Project Above: where no environment was found in the opened folder and one lies above it, the view
 * offers to open that folder, for to initialise another one below it is seldom meant.
 */
export function activateProjectAbove({
  commands,
  store,
}: Pick<WorkbenchServices, 'commands' | 'store'>): vscode.Disposable {
  const find = (): string | undefined =>
    store.state === 'noEnvironment' ? projectAbove(vscode.workspace.workspaceFolders?.[0]?.uri) : undefined;
  const tell = (): void => {
    void vscode.commands.executeCommand('setContext', contextKeys.projectAbove, find() !== undefined);
  };
  commands.register(commandIds.openProjectAbove, async () => {
    const folder = find();
    if (folder === undefined)
      throw new UserError('No folder above this one has an Alembic environment.', [], 'information');
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder));
  });
  tell();
  return store.onDidChange(tell);
}

function projectAbove(opened: vscode.Uri | undefined): string | undefined {
  if (opened?.scheme !== 'file') return undefined;
  let folder = opened.fsPath;
  for (let count = 0; count < mostAbove && dirname(folder) !== folder; count++) {
    folder = dirname(folder);
    if (hasEnvironment(folder)) return folder;
    // What lies above a repository is another project.
    if (existsSync(join(folder, '.git'))) return undefined;
  }
  return undefined;
}

function hasEnvironment(folder: string): boolean {
  try {
    if (existsSync(join(folder, 'alembic.ini'))) return true;
    return /^\[tool\.alembic\]/m.test(readFileSync(join(folder, 'pyproject.toml'), 'utf8'));
  } catch {
    return false;
  }
}
