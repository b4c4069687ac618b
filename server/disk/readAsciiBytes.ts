import { Ascii } from '../core/text/ascii';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { largestText } from '../core/files/fileSystem';
import { bytesPadding } from '../core/files/sourceBytes';
import type { SourceBytes } from '../core/files/sourceBytes';
import { withoutWaiting } from './regularFile';

/**
 * Reads files into one reused buffer and returns their raw bytes. Undefined for files with a coding cookie,
 * unreadable files and non-files; the reader stops at bytes that are not ASCII.
 */
export function asciiBytesReader(): (path: string) => SourceBytes | undefined {
  let bytes = Buffer.allocUnsafe(256 * 1024);
  let units = plainArray(bytes);
  return (path) => {
    let file: number | undefined;
    try {
      file = openSync(path, withoutWaiting);
      let length = 0;
      for (;;) {
        // A disk may give less than there is; nothing more is to come only where it gives nothing.
        const read = readSync(file, bytes, length, bytes.length - bytesPadding - length, null);
        if (read === 0) break;
        length += read;
        if (length < bytes.length - bytesPadding) continue;
        // A device may never end.
        if (length > largestText || !fstatSync(file).isFile()) return undefined;
        const larger = Buffer.allocUnsafe(bytes.length * 2);
        bytes.copy(larger);
        bytes = larger;
        units = plainArray(bytes);
      }
      if (length === 0 && !fstatSync(file).isFile()) return undefined;
      for (let at = length; at < length + bytesPadding; at++) bytes[at] = 0;
      return mayNameEncoding(bytes) ? undefined : new AsciiUnits(units, bytes, length);
    } catch {
      return undefined;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  };
}

/**
 * The same bytes as a plain Uint8Array: code optimised for Buffer would be compiled again for texts of open
 * documents.
 */
function plainArray(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

class AsciiUnits implements SourceBytes {
  readonly #bytes: Buffer;

  constructor(
    readonly units: Uint8Array,
    bytes: Buffer,
    readonly length: number,
  ) {
    this.#bytes = bytes;
  }

  slice(start: number, end: number): string {
    return this.#bytes.toString('latin1', start, end);
  }

  includes(letters: string, start: number, end: number): boolean {
    // A search of the engine's own, which is fast from its first file on, and makes no string.
    return this.#bytes.subarray(start, end).includes(letters, 0, 'latin1');
  }
}

/**
 * Whether one of the first two lines is a coding comment; the second counts only after a blank or comment
 * line.
 */
function mayNameEncoding(units: Uint8Array): boolean {
  let at = 0;
  for (let line = 0; line < 2; line++) {
    while (units[at] === Ascii.space || units[at] === Ascii.tab || units[at] === Ascii.formFeed) at++;
    if (units[at] === Ascii.hash) {
      for (; units[at] !== Ascii.lineFeed && units[at] !== 0; at++) if (startsCoding(units, at)) return true;
    } else if (units[at] === Ascii.carriageReturn) at++;
    if (units[at] !== Ascii.lineFeed) return false;
    at++;
  }
  return false;
}

function startsCoding(units: Uint8Array, at: number): boolean {
  return (
    units[at] === Ascii.c &&
    units[at + 1] === Ascii.o &&
    units[at + 2] === Ascii.d &&
    units[at + 3] === Ascii.i &&
    units[at + 4] === Ascii.n &&
    units[at + 5] === Ascii.g
  );
}
