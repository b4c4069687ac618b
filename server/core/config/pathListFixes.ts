import type { TextRange } from '../text/textRange';
import type { ConfigurationFix } from './configurationFix';
import { editingFix } from './configurationFix';

/** Where the entries of an ini file's list of paths are written: without blanks around them. */
export function entryRanges(text: string, range: TextRange, separator: RegExp): readonly TextRange[] {
  const written = text.slice(range.start, range.end);
  const ranges: TextRange[] = [];
  let start = 0;
  const take = (end: number): void => {
    const part = written.slice(start, end);
    const trimmed = part.trim();
    // Lines of comments between those of a value are none of its.
    if (trimmed === '' || /^[#;]/.test(trimmed)) return;
    const from = range.start + start + part.indexOf(trimmed);
    ranges.push({ start: from, end: from + trimmed.length });
  };
  for (const match of written.matchAll(new RegExp(separator, 'g'))) {
    take(match.index);
    start = match.index + match[0].length;
  }
  take(written.length);
  return ranges;
}

/** The fix that removes one entry of several with its separator; undefined for the only one. */
export function removeEntryFix(
  text: string,
  entries: readonly TextRange[],
  index: number,
): ConfigurationFix | undefined {
  const entry = entries[index];
  const [previous, next] = [entries[index - 1], entries[index + 1]];
  const title = 'Remove it from the list';
  if (entry && next) return editingFix(text, title, [{ start: entry.start, end: next.start, newText: '' }]);
  if (entry && previous)
    return editingFix(text, title, [{ start: previous.end, end: entry.end, newText: '' }]);
  return undefined;
}
