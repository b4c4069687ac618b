import type { TextRange } from '../../text/textRange';

const marker = /^(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?$|^={7}$/gm;

/** The lines with which git marks a merge conflict; empty where there is no `<<<<<<<` line. */
export function mergeConflictMarkers(text: string): readonly TextRange[] {
  if (!text.includes('<<<<<<<')) return [];
  const found = [...text.matchAll(marker)];
  if (!found.some((match) => match[0].startsWith('<'))) return [];
  return found.map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The text with the given lines turned into comments of the same length, so that every offset stays. */
export function commentOut(text: string, lines: readonly TextRange[]): string {
  let result = '';
  let position = 0;
  for (const line of lines) {
    result += text.slice(position, line.start) + '#'.repeat(line.end - line.start);
    position = line.end;
  }
  return result + text.slice(position);
}
