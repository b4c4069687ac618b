import { accessSync, closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import type { FileObstacle } from '../core/files/fileSystem';
import { largestText } from '../core/files/fileSystem';

/** Does not wait for somebody who writes to a pipe. Windows has neither such pipes nor the flag. */
export const withoutWaiting = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** Opens and reads a file by its descriptor. Undefined for a missing, irregular or too large file. */
export function readRegularFile<Result>(path: string, read: (file: number) => Result): Result | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, withoutWaiting);
    const facts = fstatSync(file);
    return facts.isFile() && facts.size <= largestText ? read(file) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The bytes of a file. */
export function readBytes(path: string): Buffer | undefined {
  return readRegularFile(path, (file) => readFileSync(file));
}

/** Why what is at a path is not read. */
export function obstacleAt(path: string): FileObstacle | undefined {
  try {
    const facts = statSync(path);
    if (!facts.isFile()) return 'not-a-file';
    if (facts.size > largestText) return 'too-large';
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'forbidden' : undefined;
  }
}
