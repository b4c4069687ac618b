import { existsSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';

const folderNames = ['.venv', 'venv', 'env'];
const layouts = [
  ['bin', 'python'],
  ['bin', 'python3'],
  ['Scripts', 'python.exe'],
];

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

function foldersUpTo(from: string, top: string): readonly string[] {
  const inside = relative(top, from);
  if (inside === '..' || inside.startsWith(`..${sep}`)) return [from, top];
  const folders = [from];
  for (let folder = from; folder !== top && folder !== dirname(folder);) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}
