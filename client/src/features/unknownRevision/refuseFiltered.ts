import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { TemporaryWorktree } from '../../infrastructure/git/temporaryWorktree';
import { isWithin } from '../../infrastructure/git/worktreePlace';
import { UserError } from '../../infrastructure/vscode/userError';

/**
 * Throws a UserError where Alembic would read files there that a filter of Git (Git LFS, git-crypt) makes
 * readable in a checkout by hand.
 */
export async function refuseFiltered(
  worktree: TemporaryWorktree,
  checkout: string,
  { configUri, scriptDirectoryUri, versionLocationUris }: EnvironmentDto,
  branch: string,
): Promise<void> {
  const uris = [...(configUri === null ? [] : [configUri]), scriptDirectoryUri, ...versionLocationUris];
  const paths = uris
    .map((uri) => realPath(vscode.Uri.parse(uri).fsPath))
    .filter((path) => isWithin(path, checkout))
    .map((path) => relative(checkout, path));
  const [file] = await worktree.filteredFiles(paths);
  if (file === undefined) return;
  throw new UserError(
    `${file} is kept by a filter of Git such as Git LFS, and no filter runs in a temporary worktree, so Alembic could not read it; check ${branch} out and downgrade by hand.`,
    [],
    'warning',
  );
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
