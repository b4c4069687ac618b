import type { RevisionFileReading } from '../../python/revisionFile';
import type { TextEdit } from '../../text/textEdit';
import { smallestEdit } from '../../text/textEdit';

const idToken = /^[\p{L}\p{N}_.]+$/u;
const noParents = new Set(['None', '<base>', 'base']);

/**
 * The edit that makes the docstring's `Revises:` line name `parents`, joined as Alembic joins them. A line
 * that holds anything but ids is someone's prose and stays; only a parent that is renamed in it (`renamed`)
 * is then written anew.
 */
export function editRevisesLine(
  text: string,
  reading: RevisionFileReading,
  parents: readonly string[],
  renamed: ReadonlyMap<string, string> = new Map(),
): readonly TextEdit[] {
  const place = valuePlace(text, reading);
  if (!place) return [];
  const written = text.slice(place.start, place.end);
  const tokens = written.split(/[\s,]+/).filter((token) => token !== '');
  if (tokens.every((token) => idToken.test(token) || noParents.has(token))) {
    const separators = [...written.trim().matchAll(/[\s,]+/g)].map((match) => match[0]);
    const separator = new Set(separators).size === 1 ? (separators[0] ?? ', ') : ', ';
    const blank = written === '' && !/[ \t]$/.test(text.slice(0, place.start)) ? ' ' : '';
    if (sameItems(tokens, parents)) return [];
    return smallestEdit(place.start, written, (parents.length > 0 ? blank : '') + parents.join(separator));
  }
  let result = written;
  for (const [from, to] of renamed) result = replaceWord(result, from, to);
  return smallestEdit(place.start, written, result);
}

/** `text` with `from` replaced where it stands as a word of its own, not inside a longer one. */
export function replaceWord(text: string, from: string, to: string): string {
  const word = /[\p{L}\p{N}_]/u;
  let result = '';
  let position = 0;
  for (let found = text.indexOf(from); found >= 0 && from !== ''; found = text.indexOf(from, found + 1)) {
    if (found < position) continue;
    const before = text[found - 1] ?? ' ';
    const after = text[found + from.length] ?? ' ';
    if (word.test(before) || word.test(after)) continue;
    result += text.slice(position, found) + to;
    position = found + from.length;
  }
  return result + text.slice(position);
}

/** The value of the `Revises:` line without the blanks around it; at the line's end where there is none. */
function valuePlace(text: string, reading: RevisionFileReading): { start: number; end: number } | undefined {
  const field = reading.docstringFields.revises;
  if (!field) return undefined;
  const { start, end } = field.range;
  const written = text.slice(start, end);
  if (written.trim() === '') return { start: end, end };
  const lead = written.length - written.trimStart().length;
  return { start: start + lead, end: start + written.trimEnd().length };
}

function sameItems(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((item, index) => item === second[index]);
}
