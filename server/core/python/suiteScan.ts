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
 * Passes over the indented lines after a `:`. Strings, brackets, comments and joined lines are followed, so that a line is taken for code at the
 * level of the module only where Python does so.
 */
export class SuiteScan {
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
    if (first !== 10 && first !== 13 && first !== 35) {
      if (!mayBeginStatement(first)) return -1;
      this.codeStart = at;
      return this.#skipLogicalLine(at);
    }
    at = skipToNextLine(units, at);
    if (at < 0) return -1;
    this.codeStart = -1;
    const indents = [0];
    let innermost = 0;
    let opensBlock = true;
    for (;;) {
      const lineStart = at;
      while (units[at] === 32) at++;
      const unit = units[at] as number;
      if (unit === 10) {
        at++;
        continue;
      }
      if (unit === 13 || unit === 35) {
        at = skipToNextLine(units, at);
        if (at < 0) return -1;
        continue;
      }
      if (unit === 0 || at === lineStart) {
        at = unit === 0 ? at : lineStart;
        break;
      }
      const indent = at - lineStart;
      if (opensBlock) {
        if (indent <= innermost) return -1;
        if (this.codeStart < 0) this.codeStart = at;
        indents.push((innermost = indent));
      } else {
        while (indent < innermost) {
          indents.pop();
          innermost = indents[indents.length - 1] as number;
        }
        if (indent !== innermost) return -1;
      }
      if (!mayBeginStatement(unit)) return -1;
      at = this.#skipLogicalLine(at);
      if (at < 0) return -1;
      opensBlock = units[this.codeEnd - 1] === 58;
    }
    return opensBlock || this.codeStart < 0 ? -1 : at;
  }

  /** The offset of the line after the one that begins here, lines joined by brackets, strings and backslashes taken together; or -1. */
  #skipLogicalLine(start: number): number {
    const units = this.#units;
    let at = start;
    let depth = 0;
    // The open brackets, two bits each.
    let open = 0;
    for (;;) {
      const unit = units[at] as number;
      switch (unitClasses[unit] as UnitClass) {
        case UnitClass.plain:
          at++;
          break;
        case UnitClass.quote: {
          const end = skipString(units, at);
          if (end < 0 || endsInsideBraces(units, at, end)) return -1;
          at = end;
          break;
        }
        case UnitClass.lineEnd:
          at++;
          if (depth === 0) {
            this.#endCode(at - 1);
            return at;
          }
          if (mayBeConflictMarker(units, at)) return -1;
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
          if (depth === 0) {
            this.#endCode(at);
            return skipToNextLine(units, at);
          }
          at = skipComment(units, at);
          if (at < 0) return -1;
          break;
        case UnitClass.carriageReturn:
          if (units[++at] !== 10) return -1;
          break;
        case UnitClass.backslash:
          at++;
          if (units[at] === 13) at++;
          if (units[at++] !== 10 || mayBeConflictMarker(units, at)) return -1;
          break;
        case UnitClass.stop:
          if (depth > 0) return -1;
          this.#endCode(at);
          return at;
      }
    }
  }

  /** Notes the end of the last token before an offset that stands behind it and its blanks, line ends included. */
  #endCode(offset: number): void {
    const units = this.#units;
    let end = offset;
    let unit = units[end - 1];
    while (unit === 32 || unit === 9 || unit === 13 || unit === 10 || unit === 92) unit = units[--end - 1];
    this.codeEnd = end;
  }
}

/** Whether a statement can begin with the unit. */
function mayBeginStatement(unit: number): boolean {
  return unit > 127 || isNameUnit(unit) || statementStarts.includes(String.fromCharCode(unit));
}

const statementStarts = '\'"([{@-+~*.';

/** 1 for round brackets, 2 for square ones, 3 for braces. */
function bracketKind(unit: number): number {
  return unit < 42 ? 1 : unit < 94 ? 2 : 3;
}
