import { linesWithEndings } from './textLines';
import type { TextRange } from './textRange';

const marker = /^(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?$|^={7}$/gm;

/** The lines with which git marks a merge conflict; empty where there is no `<<<<<<<` line. */
export function mergeConflictMarkers(text: string): readonly TextRange[] {
  if (!text.includes('<<<<<<<')) return [];
  const found = [...text.matchAll(marker)];
  if (!found.some((match) => match[0].startsWith('<'))) return [];
  return found.map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** What each side of the merge conflicts in a text would make of the whole text. */
export interface ConflictSides {
  readonly ours: string;
  readonly theirs: string;
  /** What Git calls the sides in the first conflict; empty where it says nothing. */
  readonly labels: { readonly ours: string; readonly theirs: string };
}

/** Takes the sides apart; undefined where the marker lines are not in the order in which Git writes them. */
export function conflictSides(text: string): ConflictSides | undefined {
  const sides = { ours: '', theirs: '' };
  const labels: { ours?: string; theirs?: string } = {};
  let place: 'outside' | 'ours' | 'base' | 'theirs' = 'outside';
  for (const line of linesWithEndings(text)) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?: ([^\r\n]*))?(?=[\r\n]|$)/.exec(line);
    const kind = marker?.[1]?.[0];
    if (kind === '<') {
      if (place !== 'outside') return undefined;
      place = 'ours';
      labels.ours ??= marker?.[2] ?? '';
    } else if (kind === '|' && place !== 'outside') {
      if (place !== 'ours') return undefined;
      place = 'base';
    } else if (kind === '=' && place !== 'outside') {
      if (place === 'theirs') return undefined;
      place = 'theirs';
    } else if (kind === '>') {
      if (place !== 'theirs') return undefined;
      place = 'outside';
      labels.theirs ??= marker?.[2] ?? '';
    } else if (place === 'outside') {
      sides.ours += line;
      sides.theirs += line;
    } else if (place !== 'base') sides[place] += line;
  }
  if (place !== 'outside' || labels.ours === undefined) return undefined;
  return { ...sides, labels: { ours: labels.ours, theirs: labels.theirs ?? '' } };
}
