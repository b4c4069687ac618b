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
  if (units[at] === 48 && ((units[at + 1] as number) | 32) === 120) {
    at = nameEnd(units, at);
    for (let each = offset + 2; each < at; each++) if (!isHexadecimal(units[each] as number)) return -1;
    return at > offset + 2 ? at : -1;
  }
  while (isDigit(units[at] as number)) at++;
  if (units[offset] === 48 && at > offset + 1) return -1;
  if (units[at] === 46) {
    at++;
    while (isDigit(units[at] as number)) at++;
  }
  return isNameUnit(units[at] as number) || units[at] === 46 ? -1 : at;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function isHexadecimal(unit: number): boolean {
  return isDigit(unit) || ((unit | 32) >= 97 && (unit | 32) <= 102);
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
    if (quote !== 34 && quote !== 39) return end;
    at = next;
  }
}

/** 1 for text, 2 for bytes, -1 for what is no prefix of a string here. */
function prefixKind(units: Uint8Array, start: number, end: number): number {
  if (end === start) return 1;
  const first = (units[start] as number) | 32;
  if (end - start === 1) return first === 98 ? 2 : first === 114 || first === 117 || first === 102 ? 1 : -1;
  if (end - start > 2) return -1;
  const second = (units[start + 1] as number) | 32;
  const other = first === 114 ? second : second === 114 ? first : 0;
  return other === 98 ? 2 : other === 102 ? 1 : -1;
}

function isFormattedPrefix(units: Uint8Array, start: number, end: number): boolean {
  return (
    end > start && (((units[start] as number) | 32) === 102 || ((units[end - 1] as number) | 32) === 102)
  );
}

/** Whether a formatted string inserts names and their members only. */
function hasSimpleFields(units: Uint8Array, opening: number, end: number): boolean {
  if (endsInsideBraces(units, opening, end)) return false;
  for (let at = opening; at < end; at++) {
    const unit = units[at];
    if (unit === 92 || unit === 125) return false;
    if (unit !== 123) continue;
    do {
      const start = at + 1;
      at = nameEnd(units, start);
      if (!beginsName(units[start] as number) || isReserved(units, start, at)) return false;
    } while (units[at] === 46);
    if (units[at] !== 125) return false;
  }
  return true;
}

/** The offset after blanks, and inside of brackets after line ends and comments too. */
export function skipSpace(units: Uint8Array, offset: number, depth: number): number {
  return depth > 0 ? skipInside(units, offset) : skipBlanks(units, offset);
}
