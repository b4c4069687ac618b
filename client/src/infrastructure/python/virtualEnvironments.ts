import { existsSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { findLinkedWorktree } from './mainWorktree';

const folderNames = ['.venv', 'venv', 'env'];
const layouts = [
  ['bin', 'python'],
  ['bin', 'python3'],
  ['Scripts', 'python.exe'],
];

/** An interpreter of a virtual environment, and whose that is. */
export interface ProjectEnvironment {
  readonly path: string;
  readonly source: string;
}

/**
 * Interpreters of the virtual environments in `from` and the folders above it up to `top`, nearest first.
 * Where that is in a linked worktree of Git, which has what is not under version control seldom, those at the
 * same places of the main one follow.
 */
export function findProjectEnvironments(from: string, top: string): readonly ProjectEnvironment[] {
  const own = findVirtualEnvironments(from, top).map((path) => ({ path, source: 'virtual environment' }));
  const worktree = findLinkedWorktree(top);
  if (!worktree) return own;
  const inMain = (path: string): string => join(worktree.main, relative(worktree.folder, path));
  const main = findVirtualEnvironments(inMain(from), inMain(top));
  const source = 'virtual environment of the main worktree';
  return [...own, ...main.map((path) => ({ path, source }))];
}

/** Interpreters of virtual environments in `from` and the folders above it up to `top`, nearest first. */
export function findVirtualEnvironments(from: string, top: string): readonly string[] {
  return foldersUpTo(from, top).flatMap((folder) =>
    folderNames.flatMap((name) => {
      const interpreter = layouts
        .map((layout) => join(folder, name, ...layout))
        .find((path) => existsSync(path));
      return interpreter ? [interpreter] : [];
    }),
  );
}

/** Interpreters on the given PATH, in its order. */
export function findOnPath(path: string, platform: NodeJS.Platform): readonly string[] {
  const names = platform === 'win32' ? ['python.exe', 'py.exe'] : ['python3', 'python'];
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((candidate) => existsSync(candidate));
}

/** A folder and those above it up to `top`; the two of them where it is not below that. */
export function foldersUpTo(from: string, top: string): readonly string[] {
  const inside = relative(top, from);
  if (inside === '..' || inside.startsWith(`..${sep}`)) return [from, top];
  const folders = [from];
  for (let folder = from; folder !== top && folder !== dirname(folder);) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}
