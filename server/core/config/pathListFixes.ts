import type { TextRange } from '../text/textRange';
import type { ConfigurationFix } from './configurationFix';
import { commentOutFix, editingFix } from './configurationFix';

/** Where the entries of a list of paths are written: without blanks and quotes around them. */
export function entryRanges(
  text: string,
  range: TextRange,
  separator: RegExp | 'toml',
): readonly TextRange[] {
  const written = text.slice(range.start, range.end);
  if (separator === 'toml') {
    return [...written.matchAll(/#[^\n]*|"((?:[^"\\]|\\.)*)"|'([^'\n]*)'/g)].flatMap((match) => {
      if (match[0].startsWith('#')) return [];
      const start = range.start + match.index + 1;
      return [{ start, end: start + match[0].length - 2 }];
    });
  }
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

/** Takes one entry out of a list, with the separator that goes with it; the whole option becomes a comment where it is the only one. */
export function removeEntryFix(
  text: string,
  list: TextRange,
  entries: readonly TextRange[],
  index: number,
  isToml: boolean,
): ConfigurationFix {
  const entry = entries[index];
  const [previous, next] = [entries[index - 1], entries[index + 1]];
  const title = 'Remove it from the list';
  if (!entry || (!previous && !next)) {
    return commentOutFix(text, list, 'Make a comment of the list, so that the default holds');
  }
  const quote = isToml ? 1 : 0;
  if (next)
    return editingFix(text, title, [{ start: entry.start - quote, end: next.start - quote, newText: '' }]);
  return editingFix(text, title, [
    { start: (previous?.end ?? 0) + quote, end: entry.end + quote, newText: '' },
  ]);
}
