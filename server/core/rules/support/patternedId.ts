const words =
  /deadbeef|deadc0de|cafebabe|cafed00d|feedface|facefeed|baadf00d|f00dcafe|^badc0de|^badcafe|^c0ffee/;
const shortest = 8;

/**
 * Whether an id of eight or more letters and digits is a pattern rather than chance: runs such as
 * `123456789abc` and `abc123def456`, interleaved runs such as `a1b2c3d4e5f6`, a repeated piece such as
 * `abcabcabcabc`, or a spelled-out hexadecimal word.
 */
export function looksPatterned(id: string): boolean {
  const text = id.toLowerCase();
  if (text.length < shortest || !/^[0-9a-z]+$/.test(text)) return false;
  const isHexadecimal = /^[0-9a-f]+$/.test(text);
  if (isHexadecimal && words.test(text)) return true;
  return isRepeated(text) || isInterleaved(text) || isMadeOfRuns(text) || isDoubled(text);
}

/** Every character twice, and what is left after halving a run: `aabbccddeeff`. */
function isDoubled(text: string): boolean {
  const half = text.replace(/(.)\1/g, '$1');
  if (half.length * 2 !== text.length) return false;
  return [...half].every((_, at) => at === 0 || Math.abs(step(half, at - 1, at)) === 1);
}

/** One piece of at most a third of the length, over and over. */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= text.length / 3; size++) {
    if (text.slice(size) === text.slice(0, -size)) return true;
  }
  return false;
}

/** Letters and digits take turns and each goes up or down by one, but for one slip. */
function isInterleaved(text: string): boolean {
  let slips = 0;
  for (let at = 0; at + 1 < text.length; at++) {
    if (isDigit(text, at) === isDigit(text, at + 1)) return false;
    if (at + 2 < text.length && Math.abs(step(text, at, at + 2)) !== 1) slips++;
  }
  return slips <= 1;
}

/** Runs of three or more that go up, go down or stand still cover all but two characters. */
function isMadeOfRuns(text: string): boolean {
  let covered = 0;
  let start = 0;
  for (let at = 1; at <= text.length; at++) {
    const goesOn =
      at < text.length &&
      Math.abs(step(text, at - 1, at)) <= 1 &&
      (at - start < 2 || step(text, at - 1, at) === step(text, at - 2, at - 1));
    if (goesOn) continue;
    if (at - start >= 3) covered += at - start;
    start = at;
  }
  return text.length - covered <= Math.min(2, text.length - shortest);
}

/**
 * How far one character is from another; hexadecimal letters follow the digits, and both scales wrap around.
 */
function step(text: string, from: number, to: number): number {
  const a = text[from] ?? '';
  const b = text[to] ?? '';
  if (wraps(a, b)) return 1;
  if (wraps(b, a)) return -1;
  return parseInt(b, 36) - parseInt(a, 36);
}

function wraps(a: string, b: string): boolean {
  return (a === '9' && b === '0') || (a === 'f' && b === 'a') || (a === 'f' && b === '0');
}

function isDigit(text: string, at: number): boolean {
  return /\d/.test(text[at] ?? '');
}
