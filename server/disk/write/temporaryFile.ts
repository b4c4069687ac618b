import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { isSystemError } from './systemError';

/** A new name beside a file which no Alembic takes for a revision, however long the file's own name is. */
export function nameBeside(file: string): string {
  return `${dirname(file)}/.alembic-ls-${randomBytes(8).toString('hex')}.tmp`;
}

/** Whether a path is such a name beside the file. */
export function isNameBeside(path: string, file: string): boolean {
  return dirname(path) === dirname(file) && /^\.alembic-ls-[0-9a-f]{16}\.tmp$/.test(basename(path));
}

/** Writes bytes to a temporary file, with the rights of another file where they are given. */
export function writeTemporary(path: string, bytes: Buffer, facts?: Stats): void {
  const handle = openSync(path, 'wx', facts ? facts.mode & 0o7777 : 0o666);
  try {
    writeAll(handle, bytes);
  } finally {
    closeSync(handle);
  }
  if (facts) keepFacts(path, facts);
}

/** Writes all bytes from the start of an open file on. */
export function writeAll(handle: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(handle, bytes, written, bytes.length - written, written);
  fsyncSync(handle);
}

/**
 * Keeps a file's content: as a hard link if the file system has those and the file is not written in place,
 * else as a copy.
 */
export function keepFile(file: string, kept: string, facts: Stats, inPlace: boolean): void {
  if (!inPlace) {
    try {
      linkSync(file, kept);
      return;
    } catch (error) {
      if (!isSystemError(error) || error.code === 'EEXIST') throw error;
    }
  }
  copyFileSync(file, kept, constants.COPYFILE_EXCL);
  keepFacts(kept, facts);
}

/** Removes a temporary file, or the link that was kept as one; never a folder. */
export function removeTemporary(path: string): void {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts?.isFile() === true || facts?.isSymbolicLink() === true) rmSync(path, { force: true });
}

/** The content of a file by its hash. */
export function contentHash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function keepFacts(file: string, { mode, uid, gid }: Stats): void {
  try {
    chownSync(file, uid, gid);
  } catch {
    // Only the owner of a file, or root, can give it to somebody else.
  }
  chmodSync(file, mode & 0o7777);
}
