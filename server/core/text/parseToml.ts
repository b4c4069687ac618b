import type { AST } from 'toml-eslint-parser';
import { ParseError, parseTOML } from 'toml-eslint-parser';

/**
 * The types of a tree, and what the parser throws for what is no TOML. This file is the only import of both.
 */
export type { AST };
export { ParseError };

/**
 * Brackets, commas, dots, texts, comments and lines of a document that is read, as the library takes some
 * microseconds and a kilobyte for each. Large files of real projects have some thousands.
 */
const mostTomlParts = 20_000;

/** Thrown for a document of more parts. */
export class TooManyTomlParts extends Error {
  constructor() {
    super(`it has more than ${mostTomlParts.toLocaleString('en')} brackets, commas, texts and lines`);
  }
}

/**
 * Levels of arrays and inline tables in one another, and names of one key, that are followed; Python takes
 * hardly as many.
 */
const deepest = 500;

/**
 * The tree of a TOML document. Throws the library's ParseError for what is no TOML, and, before it is parsed
 * for nothing, TooManyTomlParts for what is too large and RangeError for what nests too deep.
 */
export function parseToml(text: string): AST.TOMLProgram {
  if (nestsTooDeep(text)) throw new RangeError(`nests deeper than ${deepest} levels`);
  return parseTOML(text, { tomlVersion: '1.1' });
}

/**
 * What counts for the depth: strings and comments as a whole, brackets, the dots of a key and what ends one.
 */
const parts = /"""|'''|"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|#[^\r\n]*|[[\]{}.,=\r\n]/g;

function nestsTooDeep(text: string): boolean {
  const pattern = new RegExp(parts);
  let depth = 0;
  let dots = 0;
  let count = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [part] = match;
    if (++count > mostTomlParts) throw new TooManyTomlParts();
    if (part === '.') {
      if (++dots >= deepest) return true;
      continue;
    }
    if (part === '"""' || part === "'''") pattern.lastIndex = endOfLongText(text, pattern.lastIndex, part);
    else if (part === '[' || part === '{') depth++;
    else if ((part === ']' || part === '}') && depth > 0) depth--;
    if (depth > deepest) return true;
    if (part.length === 1) dots = 0;
  }
  return false;
}

/** The offset behind a text in three quotes each. */
function endOfLongText(text: string, start: number, quotes: string): number {
  for (let at = start; ;) {
    const end = text.indexOf(quotes, at);
    if (end < 0) return text.length;
    let slashes = end;
    while (slashes > at && text[slashes - 1] === '\\') slashes--;
    const isEscaped = quotes === '"""' && (end - slashes) % 2 === 1;
    if (!isEscaped) return end + quotes.length;
    at = end + 1;
  }
}
