import type { LineAndCharacter } from './lineIndex';
import { LineIndex } from './lineIndex';

/**
 * Lines and characters of offsets in several files; each file's text is asked for once. In a file that is
 * gone all is the first line.
 */
export class FileLines {
  readonly #indexes = new Map<string, LineIndex>();
  readonly #textOf: (file: string) => string | undefined;

  constructor(textOf: (file: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** Counted from zero. */
  at(file: string, offset: number): LineAndCharacter {
    let index = this.#indexes.get(file);
    if (!index) this.#indexes.set(file, (index = new LineIndex(this.#textOf(file) ?? '')));
    return index.at(offset);
  }
}
