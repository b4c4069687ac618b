import { isWithin, joinPath, parentPath } from '../../files/paths';
import type { PackageFinder } from '../../config/resolveLocation';
import type { FileSystem } from '../../files/fileSystem';
import type { WorkspaceTree } from './workspaceTree';

/** Looks for packages on the search path first, then anywhere in the workspace, nearest to `origin` first. */
export function workspacePackageFinder(
  fileSystem: FileSystem,
  searchPath: readonly string[],
  origin: string,
  tree: WorkspaceTree | undefined,
): PackageFinder {
  return (packageName) => {
    const parts = packageName.split('.');
    if (parts.some((part) => part === '')) return undefined;
    const path = parts.join('/');
    for (const root of searchPath) {
      const directory = joinPath(root, path);
      if (fileSystem.readDirectory(directory)) return directory;
    }
    const namesakes = tree?.foldersByName.get(parts[parts.length - 1] ?? '') ?? [];
    return namesakes
      .filter((directory) => directory.endsWith(`/${path}`) && isPackageRoot(tree, directory, path))
      .sort((a, b) => distance(a, origin) - distance(b, origin) || a.length - b.length)[0];
  };
}

/** A package's root is not itself inside a package. */
function isPackageRoot(tree: WorkspaceTree | undefined, directory: string, path: string): boolean {
  const root = directory.slice(0, directory.length - path.length - 1);
  return !tree?.folders.get(root)?.files.includes('__init__.py');
}

/** How many folders up from `origin` one has to go to find the path below. */
function distance(path: string, origin: string): number {
  let steps = 0;
  let from = origin;
  while (!isWithin(path, from) && parentPath(from) !== from) {
    from = parentPath(from);
    steps++;
  }
  return steps;
}
