import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { asciiBytesReader } from './readAsciiBytes';
import type { DirectoryEntry, FileSystem } from '../core/files/fileSystem';
import { decodeText, mayNameEncoding } from './decodeText';
import { decodePlainText, encodingFlaw } from './encodingFlaw';
import { normalizePath } from './nativePath';
import { obstacleAt, readBytes, readRegularFile } from './regularFile';
import { writePlace } from './writePlace';

/** The files on disk. Synchronous on purpose: a snapshot is read in slices that the index schedules. */
export const nodeFileSystem: FileSystem = {
  readDirectory,
  readText,
  encodingFlaw,
  readSourceBytes: asciiBytesReader(),
  obstacle: obstacleAt,
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
  // Reading as UTF-8 at once takes half of the time that reading bytes and decoding them takes.
  const text = readRegularFile(path, (file) => readFileSync(file, 'utf8'));
  if (text === undefined) return undefined;
  const isSource = /\.(?:py|mako)$/.test(path);
  if (!isSource && (text.includes('\0') || text.startsWith('\ufffd'))) {
    const bytes = readBytes(path);
    return bytes && decodePlainText(bytes);
  }
  if (isSource && mayNameEncoding(text)) {
    const bytes = readBytes(path);
    return bytes && decodeText(bytes);
  }
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
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
