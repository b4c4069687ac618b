import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { findLinkedWorktree } from '../../python/mainWorktree';

/**
 * A text of the settings with its placeholders filled: `${workspaceFolder}`, `${gitMainWorktree}`,
 * `${env:NAME}`, and a leading `~`. A variable that is not there is empty, as in VS Code's own settings.
 */
export function fillPlaceholders(
  text: string,
  workspaceFolder: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const filled = text.replace(
    /\$\{(?:(workspaceFolder|gitMainWorktree)|env:([^{}]{1,200}))\}/g,
    (_all, name: string | undefined, variable = '') => {
      if (name === 'workspaceFolder') return workspaceFolder;
      if (name === 'gitMainWorktree') return mainWorktree(workspaceFolder);
      return variables[variable as string] ?? '';
    },
  );
  // A text that began with a placeholder may begin with a tilde now, which is meant as it stands.
  return /^~(?=$|[\\/])/.test(text) ? homedir() + filled.slice(1) : filled;
}

/** The checkout that a linked worktree was made from, else the one that the folder is in. */
function mainWorktree(folder: string): string {
  return findLinkedWorktree(folder)?.main ?? checkoutOf(folder) ?? folder;
}

function checkoutOf(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
