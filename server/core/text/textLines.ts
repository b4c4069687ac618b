import type { TextRange } from './textRange';

/** The line ending that a text uses first; `\n` for a text of one line. */
export function lineEndingOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** The offset where the line that holds `offset` begins. */
export function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !/[\r\n]/.test(text[at - 1] ?? '')) at--;
  return at;
}

/** The offset where the line that holds `offset` ends, its line ending left out. */
export function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !/[\r\n]/.test(text[at] ?? '')) at++;
  return at;
}

/** The lines of a text, their endings included. */
export function linesWithEndings(text: string): readonly string[] {
  return text.match(/[^\r\n]+(?:\r\n|\n|\r)?|\r\n|\n|\r/g) ?? [];
}

/** An empty range. */
export function at(offset: number): TextRange {
  return { start: offset, end: offset };
}
