import { readRevisionFile } from '../../python/readRevisionFile';
import type { FileSystem } from '../../files/fileSystem';
import { joinPath } from '../../files/paths';
import { isRevisionFileName } from '../listRevisionFiles';
import type { WorkspaceTree } from './workspaceTree';

/** Why names in a folder without an `env.py` may mean revisions that are not here. */
export const runByOthers = 'what loads this folder may have it elsewhere';

/** Whether the folder has what `alembic init` writes into a script directory. */
export function looksLikeScriptDirectory(fileSystem: FileSystem, path: string): boolean {
  const entries = fileSystem.readDirectory(path) ?? [];
  return entries.some(
    ({ name, kind }) =>
      name === 'env.py' || name === 'script.py.mako' || (name === 'versions' && kind.endsWith('directory')),
  );
}

/** How many files of a folder are looked into before it is given up. */
const mostFilesTried = 8;

/** Whether some of the folder's own files are revisions. */
export function holdsRevisions(fileSystem: FileSystem, path: string, names: readonly string[]): boolean {
  let tried = 0;
  for (const name of names) {
    if (!isRevisionFileName(name, false) || name === 'env.py') continue;
    if (tried++ === mostFilesTried) return false;
    const text = fileSystem.readText(`${path}/${name}`);
    if (!text?.includes('down_revision')) continue;
    const { revision, down_revision } = readRevisionFile(text).header;
    if (revision && down_revision) return true;
  }
  return false;
}

/** The folders of a script directory that hold revisions, whatever they are called. */
export function foldersOfRevisions(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  scriptDirectory: string,
): readonly string[] {
  return (tree.folders.get(scriptDirectory)?.folders ?? [])
    .map((name) => joinPath(scriptDirectory, name))
    .filter((path) => holdsRevisions(fileSystem, path, tree.folders.get(path)?.files ?? []))
    .sort();
}
