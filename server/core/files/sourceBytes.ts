/**
 * A Python text with one byte for every UTF-16 code unit. A loop over bytes is fast from its first file on,
 * and the offsets are those of the text.
 */
export interface SourceBytes {
  /**
   * The code unit where it is ASCII, 1 for every other. Whoever has bytes and not the text may leave those
   * beyond ASCII as they are; no scan goes over one. At least four zeros follow the last one.
   */
  readonly units: Uint8Array;
  readonly length: number;
  /** The text of a part, which keeps nothing else of the text in memory. */
  slice(start: number, end: number): string;
  /** Whether ASCII letters stand in a part. */
  includes(letters: string, start: number, end: number): boolean;
}

/** How many zeros follow a text's units, so that looking a few of them ahead never leaves the array. */
export const bytesPadding = 4;

/**
 * Stands for all that is not ASCII: like this one it is part of no name, and means nothing in a string or a
 * comment.
 */
const beyondAscii = 1;

/** The units of a text that is in memory anyway. */
export function sourceBytesOf(text: string): SourceBytes {
  const { length } = text;
  const units = new Uint8Array(length + bytesPadding);
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    units[at] = code < 128 ? code : beyondAscii;
  }
  return {
    units,
    length,
    slice: (start, end) => detached(text.slice(start, end)),
    includes: (letters, start, end) => text.slice(start, end).includes(letters),
  };
}

/** The same string without the text that it was cut from, which would stay in memory with it. */
function detached(part: string): string {
  return part.length < 13 ? part : ` ${part}`.slice(1);
}
