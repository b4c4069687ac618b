import { Ascii } from '../../text/ascii';
import {
  endsInsideBraces,
  isNameUnit,
  mayBeConflictMarker,
  skipBlanks,
  skipComment,
  skipString,
  skipToNextLine,
  UnitClass,
  unitClasses,
} from './tokenSkipping';

/**
 * Passes over the indented lines after a `:`. Strings, brackets, comments and joined lines are followed, so
 * that a line is taken for code at the level of the module only where Python does so.
 */
export class BlockScan {
  /** Where the code of the suite that was passed last begins and ends. */
  codeStart = 0;
  codeEnd = 0;
  readonly #units: Uint8Array;

  constructor(units: Uint8Array) {
    this.#units = units;
  }

  /** The offset of the line after the suite, or -1 where that is not certain. */
  skip(offset: number): number {
    const units = this.#units;
    let at = skipBlanks(units, offset);
    const first = units[at] as number;
    if (first !== Ascii.lineFeed && first !== Ascii.carriageReturn && first !== Ascii.hash) {
      if (!mayBeginStatement(first)) return -1;
      this.codeStart = at;
      at = skipCode(units, at);
      if (at < 0) return -1;
      this.codeEnd = lastCode(units, at);
      return skipToNextLine(units, at);
    }
    at = skipToNextLine(units, at);
    if (at < 0) return -1;
    let codeStart = -1;
    let codeEnd = -1;
    // The indents around the innermost block, of which most suites have none.
    let outer: number[] | undefined;
    let innermost = 0;
    let opensBlock = true;
    for (;;) {
      const lineStart = at;
      while (units[at] === Ascii.space && units[at + 1] === Ascii.space) at += 2;
      if (units[at] === Ascii.space) at++;
      const unit = units[at] as number;
      if (unit === Ascii.lineFeed) {
        at++;
        continue;
      }
      if (unit === Ascii.carriageReturn || unit === Ascii.hash) {
        at = skipToNextLine(units, at);
        if (at < 0) return -1;
        continue;
      }
      if (unit === 0 || at === lineStart) break;
      const indent = at - lineStart;
      if (opensBlock) {
        if (indent <= innermost) return -1;
        if (codeStart < 0) codeStart = at;
        if (innermost > 0) (outer ??= []).push(innermost);
        innermost = indent;
      } else {
        while (indent < innermost) innermost = outer?.pop() ?? 0;
        if (indent !== innermost) return -1;
      }
      if (!mayBeginStatement(unit)) return -1;
      at = skipCode(units, at);
      if (at < 0) return -1;
      codeEnd = lastCode(units, at);
      opensBlock = units[codeEnd - 1] === Ascii.colon;
      if (units[at] === Ascii.lineFeed) at++;
      else {
        at = skipToNextLine(units, at);
        if (at < 0) return -1;
      }
    }
    this.codeStart = codeStart;
    this.codeEnd = codeEnd;
    return opensBlock || codeStart < 0 ? -1 : at;
  }
}

/**
 * The offset of the line end, comment or end of the text behind the code that begins here, lines joined by
 * brackets, strings and backslashes taken together; or -1. Looking at several units in each turn makes this
 * twice as fast: it is where most of the time of reading a file goes.
 */
function skipCode(units: Uint8Array, start: number): number {
  let at = start;
  let depth = 0;
  // The open brackets, two bits each.
  let open = 0;
  for (;;) {
    while (unitClasses[units[at] as number] === UnitClass.plain) {
      if (unitClasses[units[at + 1] as number] !== UnitClass.plain) {
        at++;
        break;
      }
      if (unitClasses[units[at + 2] as number] !== UnitClass.plain) {
        at += 2;
        break;
      }
      if (unitClasses[units[at + 3] as number] !== UnitClass.plain) {
        at += 3;
        break;
      }
      at += 4;
    }
    const unit = units[at] as number;
    switch (unitClasses[unit] as UnitClass) {
      case UnitClass.plain:
        break;
      case UnitClass.quote: {
        const end = skipString(units, at);
        if (end < 0 || endsInsideBraces(units, at, end)) return -1;
        at = end;
        break;
      }
      case UnitClass.lineEnd:
        if (depth === 0) return at;
        at++;
        if (mayBeConflictMarker(units, at)) return -1;
        while (units[at] === Ascii.space && units[at + 1] === Ascii.space) at += 2;
        break;
      case UnitClass.opening:
        if (++depth > 15) return -1;
        open = (open << 2) | bracketKind(unit);
        at++;
        break;
      case UnitClass.closing:
        if (--depth < 0 || (open & 3) !== bracketKind(unit)) return -1;
        open >>>= 2;
        at++;
        break;
      case UnitClass.comment:
        if (depth === 0) return at;
        at = skipComment(units, at);
        if (at < 0) return -1;
        break;
      case UnitClass.carriageReturn:
        if (units[at + 1] !== Ascii.lineFeed) return -1;
        if (depth === 0) return at;
        at++;
        break;
      case UnitClass.backslash:
        at++;
        if (units[at] === Ascii.carriageReturn) at++;
        if (units[at++] !== Ascii.lineFeed || mayBeConflictMarker(units, at)) return -1;
        break;
      case UnitClass.stop:
        return depth > 0 || unit !== 0 ? -1 : at;
    }
  }
}

/** The end of the last token before an offset that stands behind it and its blanks, line ends included. */
function lastCode(units: Uint8Array, offset: number): number {
  let end = offset;
  let unit = units[end - 1];
  while (
    unit === Ascii.space ||
    unit === Ascii.tab ||
    unit === Ascii.carriageReturn ||
    unit === Ascii.lineFeed ||
    unit === Ascii.backslash
  )
    unit = units[--end - 1];
  return end;
}

/** Whether a statement can begin with the unit. */
function mayBeginStatement(unit: number): boolean {
  return statementStarts[unit] === 1;
}

const statementStarts: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, unit) =>
  unit === 1 || isNameUnit(unit) || '\'"([{@-+~*.'.includes(String.fromCharCode(unit)) ? 1 : 0,
);

/** 1 for round brackets, 2 for square ones, 3 for braces. */
function bracketKind(unit: number): number {
  return unit <= Ascii.closeParenthesis ? 1 : unit <= Ascii.closeBracket ? 2 : 3;
}
