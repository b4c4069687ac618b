import type { TextRange } from './textRange';

/** The text in `range` is to become `newText`. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** The text after all edits, which refer to the text before and must not overlap. Throws RangeError where they do. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.range.start - b.edit.range.start || a.index - b.index);
  let result = '';
  let position = 0;
  for (const { edit } of ordered) {
    if (edit.range.start < position) throw new RangeError(`Edits overlap at offset ${edit.range.start}`);
    result += text.slice(position, edit.range.start) + edit.newText;
    position = edit.range.end;
  }
  return result + text.slice(position);
}
