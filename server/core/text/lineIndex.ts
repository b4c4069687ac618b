import { Ascii } from './ascii';

/** A zero-based line and a zero-based UTF-16 character on it, as editors count. */
export interface LineAndCharacter {
  readonly line: number;
  readonly character: number;
}

/** Turns offsets into lines and back, for one text. A line ends at `\n`, `\r\n` or a lone `\r`. */
export class LineIndex {
  readonly #lineStarts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    const starts = [0];
    for (let offset = 0; offset < text.length; offset++) {
      const code = text.charCodeAt(offset);
      if (code === Ascii.carriageReturn && text.charCodeAt(offset + 1) === Ascii.lineFeed) continue;
      if (code === Ascii.lineFeed || code === Ascii.carriageReturn) starts.push(offset + 1);
    }
    this.#lineStarts = starts;
    this.#length = text.length;
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  /** The place of an offset; offsets outside the text are taken as its nearest end. */
  at(offset: number): LineAndCharacter {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - (this.#lineStarts[low] ?? 0) };
  }

  /** The offset of a place; a place outside the text is taken as the nearest one inside. */
  offset(place: LineAndCharacter): number {
    if (place.line < 0) return 0;
    const start = this.#lineStarts[place.line];
    if (start === undefined) return this.#length;
    const next = this.#lineStarts[place.line + 1] ?? this.#length;
    return Math.max(start, Math.min(start + place.character, next));
  }
}
