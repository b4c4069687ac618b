import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { normalizePath } from './nativePath';

/** More links after each other than that are taken for a circle, as Linux does. */
const mostLinks = 40;

/**
 * The final place of a file written at a path, existing or not: follows symbolic links, dangling ones too.
 * Undefined for link circles and unreadable places.
 */
export function writePlace(path: string): string | undefined {
  try {
    return normalizePath(follow(path, 0));
  } catch {
    return undefined;
  }
}

function follow(path: string, links: number): string {
  if (links > mostLinks) throw new Error(`Too many symbolic links at ${path}`);
  try {
    return realpathSync.native(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Writing says what is wrong with a name that is too long.
    if (code === 'ENAMETOOLONG' && basename(path).length > 200)
      return resolve(follow(dirname(path), links), basename(path));
    if (code !== 'ENOENT') throw error;
  }
  const above = dirname(path);
  if (above === path) return path;
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    return follow(resolve(follow(above, links), readlinkSync(path)), links + 1);
  return resolve(follow(above, links), basename(path));
}
