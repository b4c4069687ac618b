import { Ascii } from '../../text/ascii';
import { skipBoundName, skipName } from './pythonWords';
import { skipArguments } from './skipExpression';
import { isWord, nameEnd, skipBlanks, skipToNextLine } from './tokenSkipping';

/**
 * The offset of what a decorator stands above, or -1 where that is no function or class, or the decorator is
 * not of a known kind.
 */
export function skipDecorator(units: Uint8Array, start: number): number {
  let at = skipName(units, skipBlanks(units, start + 1));
  while (at >= 0 && units[at] === Ascii.dot) at = skipName(units, at + 1);
  if (at >= 0 && units[at] === Ascii.openParenthesis) at = skipArguments(units, at + 1, 1);
  const after = at < 0 ? -1 : skipToNextLine(units, at);
  if (after < 0) return -1;
  const end = nameEnd(units, after);
  const isFollowed =
    units[after] === Ascii.at || isWord(units, after, end, 'def') || isWord(units, after, end, 'class');
  return isFollowed ? after : -1;
}

/** The offset of a class's suite, from behind the word `class`; -1 where the head is not of a known kind. */
export function skipClassHead(units: Uint8Array, offset: number): number {
  const start = skipBlanks(units, offset);
  let at = start === offset ? -1 : skipBoundName(units, start);
  if (at < 0) return -1;
  at = skipBlanks(units, at);
  if (units[at] === Ascii.openParenthesis) {
    at = skipArguments(units, at + 1, 1);
    if (at < 0) return -1;
    at = skipBlanks(units, at);
  }
  return units[at] === Ascii.colon ? at + 1 : -1;
}
