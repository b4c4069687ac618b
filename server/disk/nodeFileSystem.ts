import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { asciiUnitsReader } from './asciiUnits';
import type { DirectoryEntry, FileSystem } from '../core/files/fileSystem';
import { decodeText, mayNameEncoding } from './decodeText';
import { normalizePath } from './nativePath';
import { writePlace } from './writePlace';

/** The files on disk. Synchronous on purpose: a snapshot is read in one go, in slices that the index decides on. */
export const nodeFileSystem: FileSystem = {
  readDirectory,
  readText,
  hasByteOrderMark,
  readUnits: asciiUnitsReader(),
  version,
  realPath,
  writePlace,
};

function readDirectory(path: string): readonly DirectoryEntry[] | undefined {
  try {
    return readdirSync(path, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: entryKind(path, entry),
    }));
  } catch {
    return undefined;
  }
}

function entryKind(directory: string, entry: Dirent): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (!entry.isSymbolicLink()) return 'other';
  try {
    const target = statSync(`${directory}/${entry.name}`);
    if (target.isFile()) return 'link-to-file';
    return target.isDirectory() ? 'link-to-directory' : 'other';
  } catch {
    return 'other';
  }
}

function readText(path: string): string | undefined {
  try {
    // A pipe would be waited for, and a device may never end.
    if (!statSync(path).isFile()) return undefined;
    // Reading as UTF-8 at once takes half of the time that reading bytes and decoding them takes.
    const text = readFileSync(path, 'utf8');
    if (mayNameEncoding(text)) return decodeText(readFileSync(path));
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch {
    return undefined;
  }
}

function hasByteOrderMark(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(3);
      return readSync(file, start) === 3 && start.toString('latin1') === '\xef\xbb\xbf';
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

function version(path: string): string | undefined {
  try {
    const facts = statSync(path);
    return facts.isFile() ? `${facts.mtimeMs}:${facts.size}:${facts.ino}` : undefined;
  } catch {
    return undefined;
  }
}

function realPath(path: string): string {
  try {
    return normalizePath(realpathSync.native(path));
  } catch {
    return path;
  }
}
