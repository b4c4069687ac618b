import { existsSync } from 'node:fs';
import { parentPath } from '../../core/files/paths';

/** Whether any folder above has a `.git`, so that it is worth asking Git. */
export function hasRepositoryAbove(directory: string): boolean {
  for (let path = directory; ; path = parentPath(path)) {
    if (existsSync(`${path}/.git`)) return true;
    if (parentPath(path) === path) return false;
  }
}
