import { Ascii, lowerCase } from '../../text/ascii';

/** What a unit may be the beginning of, outside of strings; 0 for everything that a scan can pass over. */
export const enum UnitClass {
  plain = 0,
  lineEnd = 1,
  quote = 2,
  comment = 3,
  opening = 4,
  closing = 5,
  backslash = 6,
  carriageReturn = 7,
  /** The end of the text, a NUL in it, or what is not ASCII and not known. */
  stop = 8,
}

/** The class of every unit. */
export const unitClasses: Readonly<Uint8Array> = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(256);
  const set = (characters: string, value: UnitClass): void => {
    for (const character of characters) table[character.charCodeAt(0)] = value;
  };
  set('\n', UnitClass.lineEnd);
  set('\'"', UnitClass.quote);
  set('#', UnitClass.comment);
  set('([{', UnitClass.opening);
  set(')]}', UnitClass.closing);
  set('\\', UnitClass.backslash);
  set('\r', UnitClass.carriageReturn);
  set('\0', UnitClass.stop);
  return table.fill(UnitClass.stop, 128);
}

const nameUnits: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, code) =>
  /\w/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Whether the unit may stand in a name; only ASCII names are known here. */
export function isNameUnit(unit: number): boolean {
  return nameUnits[unit] === 1;
}

/** Whether the unit begins a name. */
export function beginsName(unit: number): boolean {
  return unit > Ascii.digit9 && nameUnits[unit] === 1;
}

/** The offset after the name that begins here. */
export function nameEnd(units: Uint8Array, offset: number): number {
  let at = offset;
  while (nameUnits[units[at] as number] === 1) at++;
  return at;
}

/** Whether a part of the text is this word. */
export function isWord(units: Uint8Array, start: number, end: number, word: string): boolean {
  return end - start === word.length && startsWith(units, start, word);
}

/** Whether this is what stands at an offset. */
export function startsWith(units: Uint8Array, offset: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (units[offset + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** The offset after spaces and tabs. */
export function skipBlanks(units: Uint8Array, offset: number): number {
  let at = offset;
  while (units[at] === Ascii.space || units[at] === Ascii.tab) at++;
  return at;
}

/** Line ends, the end of the text, and what is not ASCII and not known. */
const notableInComments: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, code) =>
  code > Ascii.delete || '\n\r\0'.includes(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * The offset of the line end, or the text's end, after a comment; -1 where it holds a line end of the old
 * Macintosh, and for `# alembic:`, which is for `readIgnoreComments` to understand.
 */
export function skipComment(units: Uint8Array, offset: number): number {
  let at = offset + 1;
  while (
    units[at] === Ascii.space ||
    units[at] === Ascii.tab ||
    units[at] === Ascii.verticalTab ||
    units[at] === Ascii.formFeed
  )
    at++;
  if (units[at] === Ascii.a && startsWith(units, at, 'alembic:')) return -1;
  for (;;) {
    while (notableInComments[units[at] as number] === 0) {
      if (notableInComments[units[at + 1] as number] !== 0) {
        at++;
        break;
      }
      if (notableInComments[units[at + 2] as number] !== 0) {
        at += 2;
        break;
      }
      at += 3;
    }
    const unit = units[at];
    if (unit === Ascii.lineFeed || unit === 0) return at;
    if (unit !== Ascii.carriageReturn || units[at + 1] !== Ascii.lineFeed) return -1;
    at++;
  }
}

/**
 * The offset of the next line where nothing but blanks and a comment is left of this one; -1 otherwise. At
 * the text's end, that end.
 */
export function skipToNextLine(units: Uint8Array, offset: number): number {
  let at = skipBlanks(units, offset);
  if (units[at] === Ascii.hash) {
    at = skipComment(units, at);
    if (at < 0) return -1;
  }
  const unit = units[at];
  if (unit === Ascii.lineFeed) return at + 1;
  if (unit === Ascii.carriageReturn && units[at + 1] === Ascii.lineFeed) return at + 2;
  return unit === 0 ? at : -1;
}

/** Blanks, line ends and comments, which mean nothing inside of brackets; -1 where that is not certain. */
export function skipInside(units: Uint8Array, offset: number): number {
  let at = offset;
  for (;;) {
    const unit = units[at] as number;
    if (unit === Ascii.space || unit === Ascii.tab) at++;
    else if (unit === Ascii.lineFeed || unit === Ascii.carriageReturn || unit === Ascii.hash) {
      at = skipToNextLine(units, at);
      if (at < 0 || mayBeConflictMarker(units, at)) return -1;
    } else return at;
  }
}

/**
 * Whether the line that begins here may be one that git left; nothing else begins with this character in a
 * file that is valid.
 */
export function mayBeConflictMarker(units: Uint8Array, lineStart: number): boolean {
  return units[lineStart] === Ascii.lessThan && units[lineStart + 1] === Ascii.lessThan;
}

/** Quotes, backslashes, line ends, the end of the text, and what is not ASCII and not known. */
const notableInStrings: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, code) =>
  code > Ascii.delete || '"\'\\\n\r\0'.includes(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * The offset after a string that begins with the quote at `offset`, or -1 where it is not closed or not
 * certain.
 */
export function skipString(units: Uint8Array, offset: number): number {
  const quote = units[offset] as number;
  if (units[offset + 1] === quote)
    return units[offset + 2] === quote ? skipTripleQuoted(units, offset + 3, quote) : offset + 2;
  let at = offset + 1;
  for (;;) {
    at = skipInString(units, at);
    const unit = units[at] as number;
    if (unit === quote) return at + 1;
    if (unit === Ascii.backslash) {
      at = skipEscape(units, at);
      if (at < 0) return -1;
    } else if (unit <= Ascii.carriageReturn || unit > Ascii.delete) return -1;
    else at++;
  }
}

/**
 * The offset of the next unit that means something in a string; four units in each turn, since a turn costs
 * more than a look.
 */
function skipInString(units: Uint8Array, offset: number): number {
  let at = offset;
  for (;;) {
    if (notableInStrings[units[at] as number] !== 0) return at;
    if (notableInStrings[units[at + 1] as number] !== 0) return at + 1;
    if (notableInStrings[units[at + 2] as number] !== 0) return at + 2;
    if (notableInStrings[units[at + 3] as number] !== 0) return at + 3;
    at += 4;
  }
}

function skipTripleQuoted(units: Uint8Array, content: number, quote: number): number {
  let at = content;
  for (;;) {
    at = skipInString(units, at);
    const unit = units[at] as number;
    if (unit === quote) {
      if (units[at + 1] === quote && units[at + 2] === quote) return at + 3;
      at++;
    } else if (unit === Ascii.backslash) {
      at = skipEscape(units, at);
      if (at < 0) return -1;
    } else {
      at++;
      if (unit > Ascii.delete) return -1;
      if (unit <= Ascii.carriageReturn) {
        if (unit === 0 || (unit === Ascii.carriageReturn && units[at] !== Ascii.lineFeed)) return -1;
        if (unit === Ascii.lineFeed && mayBeConflictMarker(units, at)) return -1;
      }
    }
  }
}

function skipEscape(units: Uint8Array, backslash: number): number {
  let at = backslash + 1;
  const unit = units[at++];
  if (unit === 0) return -1;
  if (unit === Ascii.carriageReturn && units[at++] !== Ascii.lineFeed) return -1;
  return (unit === Ascii.lineFeed || unit === Ascii.carriageReturn) && mayBeConflictMarker(units, at)
    ? -1
    : at;
}

/**
 * Whether the string between the offsets, of which `opening` is the first quote, is a formatted one that ends
 * inside of braces: since Python 3.12 quotes may stand in there, so that its end is not known.
 */
export function endsInsideBraces(units: Uint8Array, opening: number, end: number): boolean {
  if (!isFormatted(units, opening)) return false;
  let depth = 0;
  for (let at = opening; at < end; at++)
    if (units[at] === Ascii.openBrace) depth++;
    else if (units[at] === Ascii.closeBrace) depth--;
  return depth !== 0;
}

/**
 * Whether the letters before a quote make it an f-string or t-string; the end of a word is taken for such
 * letters too.
 */
function isFormatted(units: Uint8Array, opening: number): boolean {
  if (opening === 0) return false;
  let letter = lowerCase(units[opening - 1] as number);
  if (letter === Ascii.r && opening > 1) letter = lowerCase(units[opening - 2] as number);
  return letter === Ascii.f || letter === Ascii.t;
}
