import { isNameUnit, skipBlanks, skipComment, skipString, startsWith } from './tokenSkipping';

/** Whether a suite consists of `pass`, `...` and strings alone; undefined where that takes a closer look. */
export function doesNothing(units: Uint8Array, start: number, end: number): boolean | undefined {
  let at = start;
  while (at < end) {
    const unit = units[at] as number;
    if (unit === 32 || unit === 10 || unit === 13 || unit === 59) at++;
    else if (unit === 35) at = skipComment(units, at);
    else if (unit === 112 && startsWith(units, at, 'pass') && !isNameUnit(units[at + 4] as number)) at += 4;
    else if (unit === 46 && startsWith(units, at, '...')) at += 3;
    else if (unit === 34 || unit === 39) {
      const after = skipString(units, at);
      const next = units[skipBlanks(units, after)];
      if (after < end && next !== 10 && next !== 13 && next !== 35 && next !== 59) return undefined;
      at = after;
    } else if (beginsPrefixedString(units, at)) return undefined;
    else return false;
  }
  return true;
}

function beginsPrefixedString(units: Uint8Array, offset: number): boolean {
  let at = offset;
  while (at < offset + 2 && isNameUnit(units[at] as number)) at++;
  return at > offset && (units[at] === 34 || units[at] === 39);
}
