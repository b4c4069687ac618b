import { isNameCharacter, nextLine, skipBlanks, skipString } from './tokenSkipping';

/** Whether a suite consists of `pass`, `...` and strings alone; undefined where that takes a closer look. */
export function doesNothing(text: string, start: number, end: number): boolean | undefined {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 13 || code === 59) at++;
    else if (code === 35) at = nextLine(text, at);
    else if (code === 112 && text.startsWith('pass', at) && !isNameCharacter(text.charCodeAt(at + 4)))
      at += 4;
    else if (code === 46 && text.startsWith('...', at)) at += 3;
    else if (code === 34 || code === 39) {
      const after = skipString(text, at);
      const next = text.charCodeAt(skipBlanks(text, after));
      if (after < end && next !== 10 && next !== 13 && next !== 35 && next !== 59) return undefined;
      at = after;
    } else if (
      (code === 114 || code === 82 || code === 117 || code === 98) &&
      /^\w{1,2}['"]/.test(text.slice(at, at + 3))
    )
      return undefined;
    else return false;
  }
  return true;
}
