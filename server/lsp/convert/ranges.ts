import type { Range } from 'vscode-languageserver';
import { LineIndex } from '../../core/text/lineIndex';
import { textRange } from '../../core/text/textRange';
import type { TextRange } from '../../core/text/textRange';

/** A range of offsets as lines and characters of the text that `lines` was made of. */
export function toRange(lines: LineIndex, range: TextRange): Range {
  return { start: lines.at(range.start), end: lines.at(range.end) };
}

/** A range of lines and characters as offsets into the text that `lines` was made of. */
export function toTextRange(lines: LineIndex, range: Range): TextRange {
  return textRange(lines.offset(range.start), lines.offset(range.end));
}

/**
 * The line indexes of the texts that one answer needs, each made once. Files that can't be read count as
 * empty.
 */
export class LineIndexes {
  readonly #textOf: (path: string) => string | undefined;
  readonly #indexes = new Map<string, LineIndex>();

  constructor(textOf: (path: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** In a file that is gone all is the first line. */
  of(path: string): LineIndex {
    return this.find(path) ?? noLines;
  }

  /** Undefined where the file is gone. */
  find(path: string): LineIndex | undefined {
    const known = this.#indexes.get(path);
    if (known) return known;
    const text = this.#textOf(path);
    if (text === undefined) return undefined;
    const index = new LineIndex(text);
    this.#indexes.set(path, index);
    return index;
  }
}

const noLines = new LineIndex('');
