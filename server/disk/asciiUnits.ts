import { closeSync, openSync, readSync } from 'node:fs';
import { unitsPadding } from '../core/python/sourceUnits';
import type { SourceUnits } from '../core/python/sourceUnits';

/**
 * Reads files into one buffer, again and again, and gives their bytes as they are. It gives nothing for a file that names an encoding, nor for one
 * that can't be read; bytes that are not ASCII are for the reader to stop at.
 */
export function asciiUnitsReader(): (path: string) => SourceUnits | undefined {
  let units = Buffer.allocUnsafe(256 * 1024);
  return (path) => {
    let file: number | undefined;
    try {
      file = openSync(path, 'r');
      let length = 0;
      for (;;) {
        const room = units.length - unitsPadding - length;
        const read = readSync(file, units, length, room, null);
        length += read;
        // A file's bytes come all at once, unless there was no room for them.
        if (read < room) break;
        const larger = Buffer.allocUnsafe(units.length * 2);
        units.copy(larger);
        units = larger;
      }
      for (let at = length; at < length + unitsPadding; at++) units[at] = 0;
      return mayNameEncoding(units) ? undefined : new AsciiUnits(units, length);
    } catch {
      return undefined;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  };
}

class AsciiUnits implements SourceUnits {
  constructor(
    readonly units: Buffer,
    readonly length: number,
  ) {}

  slice(start: number, end: number): string {
    return this.units.toString('latin1', start, end);
  }
}

/** Whether one of the first two lines is a comment with `coding` in it, the second one only where the first is blank or a comment. */
function mayNameEncoding(units: Uint8Array): boolean {
  let at = 0;
  for (let line = 0; line < 2; line++) {
    while (units[at] === 32 || units[at] === 9 || units[at] === 12) at++;
    if (units[at] === 35) {
      for (; units[at] !== 10 && units[at] !== 0; at++) if (startsCoding(units, at)) return true;
    } else if (units[at] === 13) at++;
    if (units[at] !== 10) return false;
    at++;
  }
  return false;
}

function startsCoding(units: Uint8Array, at: number): boolean {
  return (
    units[at] === 99 &&
    units[at + 1] === 111 &&
    units[at + 2] === 100 &&
    units[at + 3] === 105 &&
    units[at + 4] === 110 &&
    units[at + 5] === 103
  );
}
