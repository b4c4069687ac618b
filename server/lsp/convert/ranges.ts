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

  of(path: string): LineIndex {
    let index = this.#indexes.get(path);
    if (!index) this.#indexes.set(path, (index = new LineIndex(this.#textOf(path) ?? '')));
    return index;
  }
}
