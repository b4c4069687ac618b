import { Ascii } from '../../text/ascii';
import type { TextRange } from '../../text/textRange';
import type { ReadingProblem } from '../revisionFile';

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** How many brackets Python allows in one another. */
export const deepestNesting = 200;
const interesting = /['"#()[\]{}]/g;

/**
 * The first bracket or string of a Python text that is not closed, or bracket that closes nothing. It follows
 * Python's tokens only, so that it holds for every version of the language.
 */
export function findTokenProblem(text: string): ReadingProblem | undefined {
  const open: { readonly character: string; readonly offset: number }[] = [];
  interesting.lastIndex = 0;
  const pattern = new RegExp(interesting);
  let match: RegExpExecArray | null;
  while ((match = pattern.exec(text))) {
    const character = match[0];
    const offset = match.index;
    if (character === '#') pattern.lastIndex = lineEnd(text, offset);
    else if (character === "'" || character === '"') {
      const end = stringEnd(text, offset);
      if (end === undefined)
        return problem(
          'This string is not closed; add the quotes that end it.',
          unterminated(text, offset),
          offset,
          lineEnd(text, offset),
        );
      pattern.lastIndex = end;
    } else if (closerOf[character]) {
      if (open.length === deepestNesting)
        return problem(
          'Python allows no more than 200 brackets in one another; take some of them out.',
          'too many nested parentheses',
          offset,
          offset + 1,
        );
      open.push({ character, offset });
    } else {
      const opening = open.pop();
      if (!opening || closerOf[opening.character] !== character)
        return problem(
          `This ‘${character}’ closes nothing; remove it or add what it is to close.`,
          opening
            ? `closing parenthesis '${character}' does not match opening parenthesis '${opening.character}'`
            : `unmatched '${character}'`,
          offset,
          offset + 1,
        );
    }
  }
  const unclosed = open[open.length - 1];
  return unclosed
    ? problem(
        `This ‘${unclosed.character}’ is not closed; add ‘${closerOf[unclosed.character] ?? ''}’.`,
        `'${unclosed.character}' was never closed`,
        unclosed.offset,
        unclosed.offset + 1,
      )
    : undefined;
}

/**
 * The text with `\\` and LF in place of a backslash in front of CR LF or CR in its strings, a blank keeping
 * every offset: the parser takes a string to end there, and what follows to be something else.
 */
export function withJoinedStrings(text: string): string {
  if (!text.includes('\\\r')) return text;
  const parts: string[] = [];
  let copied = 0;
  for (const { start, end } of stringRanges(text)) {
    const joined = text
      .slice(start, end)
      .replace(/\\(?:\r\n?|[^])/g, (pair) => (pair[1] === '\r' ? '\\\n'.padEnd(pair.length) : pair));
    parts.push(text.slice(copied, start), joined);
    copied = end;
  }
  return parts.join('') + text.slice(copied);
}

/** The strings of a Python text, quotes included, up to one that is not closed. */
export function* stringRanges(text: string): Generator<TextRange, undefined> {
  const pattern = new RegExp(interesting);
  let match: RegExpExecArray | null;
  while ((match = pattern.exec(text))) {
    const start = match.index;
    if (match[0] === '#') pattern.lastIndex = lineEnd(text, start);
    if (match[0] !== "'" && match[0] !== '"') continue;
    const end = stringEnd(text, start);
    if (end === undefined) return;
    yield { start, end };
    pattern.lastIndex = end;
  }
}

function problem(message: string, pythonMessage: string, start: number, end: number): ReadingProblem {
  return { kind: 'syntax', message, pythonMessage, range: { start, end } };
}

function unterminated(text: string, offset: number): string {
  if (text.slice(offset, offset + 3) !== text.charAt(offset).repeat(3))
    return 'unterminated string literal (detected at line {line})';
  const lines = text.replace(/(\r\n?|\n)$/, '').split(/\r\n?|\n/).length;
  return `unterminated triple-quoted string literal (detected at line ${lines})`;
}

/** The offset of the line end, or the text's end, at or behind an offset. */
export function lineEnd(text: string, offset: number): number {
  for (let at = offset; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === Ascii.lineFeed || code === Ascii.carriageReturn) return at;
  }
  return text.length;
}

/** The offset after the string that begins with the quote at `offset`; undefined where it is not closed. */
export function stringEnd(text: string, offset: number): number | undefined {
  const quote = text.charCodeAt(offset);
  const triple = text.charCodeAt(offset + 1) === quote && text.charCodeAt(offset + 2) === quote;
  for (let at = offset + (triple ? 3 : 1); at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === Ascii.backslash) {
      if (text.charCodeAt(at + 1) === Ascii.carriageReturn && text.charCodeAt(at + 2) === Ascii.lineFeed)
        at++;
      at++;
    } else if (code === quote) {
      if (!triple) return at + 1;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
    } else if (!triple && (code === Ascii.lineFeed || code === Ascii.carriageReturn)) return undefined;
  }
  return undefined;
}
