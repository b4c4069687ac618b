import { Ascii } from '../../text/ascii';
import { isNameUnit, skipBlanks, skipComment, skipString, startsWith } from './tokenSkipping';

/** Whether a suite consists of `pass`, `...` and strings alone; undefined where that takes a closer look. */
export function doesNothing(units: Uint8Array, start: number, end: number): boolean | undefined {
  let at = start;
  while (at < end) {
    const unit = units[at] as number;
    if (
      unit === Ascii.space ||
      unit === Ascii.lineFeed ||
      unit === Ascii.carriageReturn ||
      unit === Ascii.semicolon
    )
      at++;
    else if (unit === Ascii.hash) at = skipComment(units, at);
    else if (unit === Ascii.p && startsWith(units, at, 'pass') && !isNameUnit(units[at + 4] as number))
      at += 4;
    else if (unit === Ascii.dot && startsWith(units, at, '...')) at += 3;
    else if (unit === Ascii.doubleQuote || unit === Ascii.singleQuote) {
      const after = skipString(units, at);
      const next = units[skipBlanks(units, after)];
      if (
        after < end &&
        next !== Ascii.lineFeed &&
        next !== Ascii.carriageReturn &&
        next !== Ascii.hash &&
        next !== Ascii.semicolon
      )
        return undefined;
      at = after;
    } else if (beginsPrefixedString(units, at)) return undefined;
    else return false;
  }
  return true;
}

function beginsPrefixedString(units: Uint8Array, offset: number): boolean {
  let at = offset;
  while (at < offset + 2 && isNameUnit(units[at] as number)) at++;
  return at > offset && (units[at] === Ascii.doubleQuote || units[at] === Ascii.singleQuote);
}
