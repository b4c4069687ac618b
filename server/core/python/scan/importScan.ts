import { Ascii } from '../../text/ascii';
import { skipBoundName, skipName } from './pythonWords';
import { isWord, nameEnd, skipBlanks, skipInside, skipToNextLine } from './tokenSkipping';

/**
 * The offset of the line after `import a.b as c, d`, of which `offset` is the end of the first word; -1 where
 * names of the header are among them.
 */
export function skipImport(units: Uint8Array, offset: number): number {
  let at = offset;
  for (;;) {
    const start = skipBlanks(units, at);
    at = skipBoundName(units, start);
    if (at < 0 || start === offset) return -1;
    while (units[at] === Ascii.dot) {
      const member = at + 1;
      at = skipName(units, member);
      if (at < 0) return -1;
    }
    at = skipAlias(units, at);
    if (at < 0) return -1;
    if (units[at] !== Ascii.comma) return skipToNextLine(units, at);
    at++;
  }
}

/** The same for `from a.b import c as d`; a star is left to the whole parse. */
export function skipFromImport(units: Uint8Array, offset: number): number {
  let at = skipBlanks(units, offset);
  if (at === offset) return -1;
  const dots = at;
  while (units[at] === Ascii.dot) at++;
  const isRelative = at > dots;
  let isNamed = false;
  if (!isRelative || !isImport(units, skipBlanks(units, at))) {
    isNamed = true;
    at = skipName(units, at);
    while (at >= 0 && units[at] === Ascii.dot) at = skipName(units, at + 1);
    if (at < 0) return -1;
  }
  const word = skipBlanks(units, at);
  if (!isImport(units, word) || (isNamed && word === at)) return -1;
  at = skipBlanks(units, word + 6);
  if (units[at] === Ascii.openParenthesis) return skipBracketed(units, at + 1);
  if (at === word + 6) return -1;
  for (;;) {
    at = skipBoundName(units, at);
    if (at >= 0) at = skipAlias(units, at);
    if (at < 0) return -1;
    if (units[at] !== Ascii.comma) return skipToNextLine(units, at);
    at = skipBlanks(units, at + 1);
  }
}

function skipBracketed(units: Uint8Array, offset: number): number {
  let at = skipInside(units, offset);
  if (units[at] === Ascii.closeParenthesis) return -1;
  for (;;) {
    at = at < 0 ? -1 : skipBoundName(units, at);
    at = at < 0 ? -1 : skipInside(units, at);
    if (at < 0) return -1;
    if (isWord(units, at, nameEnd(units, at), 'as')) {
      at = skipInside(units, at + 2);
      at = at < 0 ? -1 : skipBoundName(units, at);
      at = at < 0 ? -1 : skipInside(units, at);
      if (at < 0) return -1;
    }
    if (units[at] === Ascii.comma) {
      at = skipInside(units, at + 1);
      if (units[at] !== Ascii.closeParenthesis) continue;
    }
    return units[at] === Ascii.closeParenthesis ? skipToNextLine(units, at + 1) : -1;
  }
}

function isImport(units: Uint8Array, offset: number): boolean {
  return isWord(units, offset, nameEnd(units, offset), 'import');
}

/** The offset after `as name`, where that follows, and blanks. */
function skipAlias(units: Uint8Array, offset: number): number {
  const at = skipBlanks(units, offset);
  if (!isWord(units, at, nameEnd(units, at), 'as')) return at;
  const end = skipBoundName(units, skipBlanks(units, at + 2));
  return end < 0 ? -1 : skipBlanks(units, end);
}
