import type { TextRange } from './textRange';

/** The text in `range` is to become `newText`. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/**
 * The text after all edits, which refer to the text before and must not overlap. Throws RangeError where they
 * do.
 */
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

/**
 * One edit that turns `before`, which stands at `start`, into `after`, touching only what differs; none where
 * nothing does.
 */
export function smallestEdit(start: number, before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === after[prefix]) prefix++;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    before[before.length - 1 - suffix] === after[after.length - 1 - suffix]
  ) {
    suffix++;
  }
  return [
    {
      range: { start: start + prefix, end: start + before.length - suffix },
      newText: after.slice(prefix, after.length - suffix),
    },
  ];
}
