import type { MigrationFunction } from './revisionFile';

const opening = /[rRuU]?('''|"""|'|")/y;
/** What may stand between a docstring and the first statement. */
const between = /(?:[ \t\f\r\n;]|\\\r?\n|#[^\r\n]*)*/y;

/**
 * Where the first statement of a migration function stands, its docstring left out; the body's start where
 * there is nothing else, and where the function is not written out here.
 */
export function firstStatement(text: string, { bodyRange: { start, end } }: MigrationFunction): number {
  opening.lastIndex = start;
  const quote = opening.exec(text)?.[1];
  if (quote === undefined) return start;
  const closed = afterString(text, opening.lastIndex, quote, end);
  between.lastIndex = closed;
  const after = closed + (between.exec(text)?.[0].length ?? 0);
  // A string that is part of a longer expression is no docstring.
  const isAlone = after > closed && /[\r\n;]/.test(text.slice(closed, after));
  return isAlone && after < end ? after : start;
}

function afterString(text: string, from: number, quote: string, end: number): number {
  for (let at = from; at < end; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return end;
}
