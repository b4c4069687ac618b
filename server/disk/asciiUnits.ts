import { isAscii } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { unitsPadding } from '../core/python/sourceUnits';
import type { SourceUnits } from '../core/python/sourceUnits';

/**
 * Reads files into one buffer, again and again, and gives their bytes as they are. It gives nothing for a file that needs decoding, since it is not
 * ASCII or names an encoding, nor for one that can't be read.
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
      return isAscii(units.subarray(0, length)) && !mayNameEncoding(units, length)
        ? new AsciiUnits(units, length)
        : undefined;
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

/** Whether `coding` stands in the first two lines. */
function mayNameEncoding(units: Uint8Array, length: number): boolean {
  let lines = 0;
  for (let at = 0; at < length; at++) {
    const unit = units[at];
    if (unit === 10 && ++lines === 2) return false;
    if (
      unit === 99 &&
      units[at + 1] === 111 &&
      units[at + 2] === 100 &&
      units[at + 3] === 105 &&
      units[at + 4] === 110
    )
      return true;
  }
  return false;
}
