import { startsWith } from './tokenSkipping';

/**
 * Whether the letters `yield` stand between two offsets, also in a name, string or comment. Looks at every
 * fifth unit (Horspool).
 */
export function holdsYield(units: Uint8Array, start: number, end: number): boolean {
  for (let last = start + 4; last < end;) {
    const shift = shifts[units[last] as number] as number;
    if (shift > 0) last += shift;
    else if (startsWith(units, last - 4, 'yield')) return true;
    else last += 5;
  }
  return false;
}

/** How far the word's end moves on where it can't stand on the unit; 0 where it may. */
const shifts: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, unit) => {
  const at = 'yield'.indexOf(String.fromCharCode(unit));
  return at < 0 ? 5 : 4 - at;
});
