import { Ascii, lowerCase } from '../../text/ascii';
import { isReserved } from './pythonWords';
import {
  beginsName,
  endsInsideBraces,
  isNameUnit,
  nameEnd,
  skipBlanks,
  skipInside,
  skipString,
} from './tokenSkipping';

/** Digits with at most one point, or a hexadecimal number; nothing that Python had in other ways once. */
export function skipNumber(units: Uint8Array, offset: number): number {
  let at = offset;
  if (units[at] === Ascii.digit0 && lowerCase(units[at + 1] as number) === Ascii.x) {
    at = nameEnd(units, at);
    for (let each = offset + 2; each < at; each++) if (!isHexadecimal(units[each] as number)) return -1;
    return at > offset + 2 ? at : -1;
  }
  while (isDigit(units[at] as number)) at++;
  if (units[offset] === Ascii.digit0 && at > offset + 1) return -1;
  if (units[at] === Ascii.dot) {
    at++;
    while (isDigit(units[at] as number)) at++;
  }
  return isNameUnit(units[at] as number) || units[at] === Ascii.dot ? -1 : at;
}

function isDigit(unit: number): boolean {
  return unit >= Ascii.digit0 && unit <= Ascii.digit9;
}

function isHexadecimal(unit: number): boolean {
  return isDigit(unit) || (lowerCase(unit) >= Ascii.a && lowerCase(unit) <= Ascii.f);
}

/** Adjacent strings, all of text or all of bytes. */
export function skipStrings(units: Uint8Array, offset: number, depth: number): number {
  let at = offset;
  let kind = 0;
  for (;;) {
    const opening = nameEnd(units, at);
    const isBytes = prefixKind(units, at, opening);
    if (isBytes < 0 || (kind > 0 && kind !== isBytes)) return -1;
    kind = isBytes;
    const end = skipString(units, opening);
    if (end < 0 || (isFormattedPrefix(units, at, opening) && !hasSimpleFields(units, opening, end)))
      return -1;
    const next = skipSpace(units, end, depth);
    if (next < 0) return -1;
    const quote = units[nameEnd(units, next)];
    if (quote !== Ascii.doubleQuote && quote !== Ascii.singleQuote) return end;
    at = next;
  }
}

/** 1 for text, 2 for bytes, -1 for what is no prefix of a string here. */
function prefixKind(units: Uint8Array, start: number, end: number): number {
  if (end === start) return 1;
  const first = lowerCase(units[start] as number);
  if (end - start === 1)
    return first === Ascii.b ? 2 : first === Ascii.r || first === Ascii.u || first === Ascii.f ? 1 : -1;
  if (end - start > 2) return -1;
  const second = lowerCase(units[start + 1] as number);
  const other = first === Ascii.r ? second : second === Ascii.r ? first : 0;
  return other === Ascii.b ? 2 : other === Ascii.f ? 1 : -1;
}

function isFormattedPrefix(units: Uint8Array, start: number, end: number): boolean {
  return (
    end > start &&
    (lowerCase(units[start] as number) === Ascii.f || lowerCase(units[end - 1] as number) === Ascii.f)
  );
}

/** Whether a formatted string inserts names and their members only. */
function hasSimpleFields(units: Uint8Array, opening: number, end: number): boolean {
  if (endsInsideBraces(units, opening, end)) return false;
  for (let at = opening; at < end; at++) {
    const unit = units[at];
    if (unit === Ascii.backslash || unit === Ascii.closeBrace) return false;
    if (unit !== Ascii.openBrace) continue;
    do {
      const start = at + 1;
      at = nameEnd(units, start);
      if (!beginsName(units[start] as number) || isReserved(units, start, at)) return false;
    } while (units[at] === Ascii.dot);
    if (units[at] !== Ascii.closeBrace) return false;
  }
  return true;
}

/** The offset after blanks, and inside of brackets after line ends and comments too. */
export function skipSpace(units: Uint8Array, offset: number, depth: number): number {
  return depth > 0 ? skipInside(units, offset) : skipBlanks(units, offset);
}
