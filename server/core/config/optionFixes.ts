import { distance } from 'fastest-levenshtein';
import type { TextRange } from '../text/textRange';
import type { ConfigurationFix } from './configurationFix';
import { commentOutFix, editingFix, valueFix } from './configurationFix';

/** Moves a comment behind a value onto a line of its own above it. `range` is that of the whole value. */
export function commentAboveFix(text: string, range: TextRange, value: string): ConfigurationFix {
  const written = text.slice(range.start, range.end);
  const comment = written.slice(value.length).trim();
  const line = text.lastIndexOf('\n', range.start - 1) + 1;
  const newLine = text.startsWith('\r\n', text.indexOf('\n') - 1) ? '\r\n' : '\n';
  const title = `Put the comment on a line of its own, so that the value is ‘${value}’`;
  const edits = [
    { start: line, end: line, newText: comment + newLine },
    { start: range.start + value.length, end: range.end, newText: '' },
  ];
  return { ...editingFix(text, title, edits), isCertain: true };
}

/** Fixes of an unknown separator: the one meant, then the one that the lists use, then `os`. */
export function separatorFixes(
  text: string,
  range: TextRange,
  written: string,
  list: string | undefined,
): readonly ConfigurationFix[] {
  const meant = meaningOf(written) ?? (list === undefined ? undefined : separatorIn(list));
  return [...new Set([meant ?? 'os', 'os'])].map((value) => valueFix(text, range, value, `Write ${value}`));
}

function meaningOf(written: string): string | undefined {
  const word = written
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  if (/^(?:os(?:\.pathsep)?|pathsep)$/.test(word)) return 'os';
  if (/^(?:spaces?|blanks?|whitespace|)$/.test(word)) return 'space';
  if (/^(?:newlines?|line|lines|lf|\\n)$/.test(word)) return 'newline';
  if (/^(?::|colon)$/.test(word)) return ':';
  if (/^(?:;|semicolon)$/.test(word)) return ';';
  return undefined;
}

function separatorIn(list: string): string | undefined {
  const value = list.trim();
  if (value.includes('\n')) return 'newline';
  if (value.includes(';')) return ';';
  if (value.includes(':')) return ':';
  return /\s/.test(value) ? 'space' : undefined;
}

/** Another name for an option; a comment where an option of that name is there already. */
export function renameFix(text: string, range: TextRange, known: string, isTaken: boolean): ConfigurationFix {
  return isTaken
    ? commentOutFix(text, range, `Make a comment of it, since ${known} is set already`)
    : valueFix(text, range, known, `Rename it to ${known}`);
}

/** The names that Alembic fills into file names; their percent signs are doubled in config files. */
const fileNameParts = /^%\((?:rev|slug|year|month|day|hour|minute|second|epoch)\)/;

/**
 * Fixes of percent signs that can't be interpolated: the nearest known name, or doubled signs. None where
 * this value itself is sound.
 */
export function percentFixes(
  text: string,
  ranges: readonly TextRange[],
  known: readonly string[],
): readonly ConfigurationFix[] {
  const doubled: { start: number; end: number; newText: string }[] = [];
  const renamed: { start: number; end: number; newText: string }[] = [];
  const names: string[] = [];
  let areFileNameParts = true;
  for (const range of ranges) {
    const written = text.slice(range.start, range.end);
    let close = written.indexOf(')');
    for (let at = written.indexOf('%'); at >= 0; at = written.indexOf('%', at)) {
      const rest = written.slice(at);
      // Looked for once for all that stand in front of it.
      if (close >= 0 && close < at) close = written.indexOf(')', at);
      const isReference = written[at + 1] === '(' && close > at + 2 && written[close + 1] === 's';
      const name = isReference ? written.slice(at + 2, close) : '';
      if (rest.startsWith('%%')) {
        at += 2;
        continue;
      }
      const isKnown = isReference && known.includes(name.toLowerCase()) && !fileNameParts.test(rest);
      if (!isKnown) {
        doubled.push({ start: range.start + at, end: range.start + at + 1, newText: '%%' });
        areFileNameParts &&= fileNameParts.test(rest);
      }
      const near = isReference && !isKnown && !fileNameParts.test(rest) ? nearest(name, known) : undefined;
      if (near !== undefined) {
        const start = range.start + at + 2;
        renamed.push({ start, end: start + name.length, newText: near });
        names.push(near);
      }
      at = isReference ? close + 2 : at + 1;
    }
  }
  if (doubled.length === 0) return [];
  const several =
    doubled.length > 1 ? 'Double the percent signs that stand' : 'Double the percent sign that stands';
  const title = `${several} for ${doubled.length > 1 ? 'themselves' : 'itself'}`;
  const edit = editingFix(text, title, doubled);
  const double: ConfigurationFix = areFileNameParts ? { ...edit, isCertain: true } : edit;
  if (renamed.length < doubled.length) return [double];
  const change = `Change to ${[...new Set(names)].map((name) => `%(${name})s`).join(' and ')}`;
  return [editingFix(text, change, renamed), double];
}

/** The known name that differs least, where it differs by little. */
function nearest(wanted: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(wanted.length / 2));
  const ranked = known
    .map((name) => ({ name, edits: distance(name.toLowerCase(), wanted.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.name;
}
