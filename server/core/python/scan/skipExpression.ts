import { Ascii } from '../../text/ascii';
import { isReserved, skipName } from './pythonWords';
import { skipNumber, skipSpace, skipStrings } from './skipLiteral';
import { beginsName, isNameUnit, nameEnd, skipBlanks, skipInside, startsWith } from './tokenSkipping';

// Whatever is not certainly an expression, or might do more than have a value, gives -1: then the
// whole parse decides. What is accepted binds no name of the module, and calls none of the functions that
// could.

/** How many brackets in one another are followed: half of what Python allows. */
const deepest = 100;

/**
 * The offset after an expression that begins here, inside of so many brackets: in one, line ends count as
 * blanks.
 */
export function skipExpression(units: Uint8Array, offset: number, depth: number): number {
  if (depth > deepest) return -1;
  for (let start = offset; ;) {
    const at = skipDisjunction(units, start, depth);
    if (at < 0) return -1;
    const next = skipSpace(units, at, depth);
    if (next < 0) return -1;
    if (!isWordAt(units, next, 'if')) return at;
    const condition = skipDisjunction(units, skipSpace(units, next + 2, depth), depth);
    const otherwise = condition < 0 ? -1 : skipSpace(units, condition, depth);
    if (otherwise < 0 || !isWordAt(units, otherwise, 'else')) return -1;
    start = skipSpace(units, otherwise + 4, depth);
  }
}

/** The offset after one or several expressions with commas between them. */
export function skipExpressions(units: Uint8Array, offset: number): number {
  let at = skipExpression(units, offset, 0);
  while (at >= 0) {
    const comma = skipBlanks(units, at);
    if (units[comma] !== Ascii.comma) return at;
    at = skipExpression(units, skipBlanks(units, comma + 1), 0);
  }
  return -1;
}

/**
 * The offset after the arguments, the closing bracket included, of a call whose opening bracket is before
 * `offset`, and counted in `depth`.
 */
export function skipArguments(units: Uint8Array, offset: number, depth: number): number {
  let at = skipInside(units, offset);
  let isFirst = true;
  for (;;) {
    if (at < 0) return -1;
    if (units[at] === Ascii.closeParenthesis) return at + 1;
    if (units[at] === Ascii.asterisk) at = skipInside(units, at + (units[at + 1] === Ascii.asterisk ? 2 : 1));
    else if (beginsName(units[at] as number)) at = skipKeyword(units, at);
    at = at < 0 ? -1 : skipExpression(units, at, depth);
    if (at >= 0) at = skipInside(units, at);
    if (at >= 0 && isFirst && isWordAt(units, at, 'for')) {
      at = skipComprehension(units, at, depth);
      return at >= 0 && units[at] === Ascii.closeParenthesis ? at + 1 : -1;
    }
    isFirst = false;
    at = at < 0 ? -1 : afterComma(units, at, Ascii.closeParenthesis);
  }
}

/**
 * The offset after the parameters, the closing bracket included, of a function whose opening bracket is
 * before `offset`.
 */
export function skipParameters(units: Uint8Array, offset: number, depth: number): number {
  let at = skipInside(units, offset);
  for (;;) {
    if (at < 0) return -1;
    if (units[at] === Ascii.closeParenthesis) return at + 1;
    let mayBeNameless = false;
    if (units[at] === Ascii.asterisk && units[at + 1] === Ascii.asterisk) at = skipInside(units, at + 2);
    else if (units[at] === Ascii.asterisk || units[at] === Ascii.slash) {
      mayBeNameless = true;
      at = skipInside(units, at + 1);
    }
    if (at < 0) return -1;
    if (beginsName(units[at] as number)) at = skipParameter(units, at, depth);
    else if (!mayBeNameless) return -1;
    at = at < 0 ? -1 : afterComma(units, at, Ascii.closeParenthesis);
  }
}

function skipParameter(units: Uint8Array, offset: number, depth: number): number {
  const end = skipName(units, offset);
  let at = end < 0 ? -1 : skipInside(units, end);
  if (at >= 0 && units[at] === Ascii.colon) at = skipPart(units, at + 1, depth);
  if (at >= 0 && units[at] === Ascii.equals) at = skipPart(units, at + 1, depth);
  return at;
}

/** An expression inside of brackets with the space around it. */
function skipPart(units: Uint8Array, offset: number, depth: number): number {
  const start = skipInside(units, offset);
  const end = start < 0 ? -1 : skipExpression(units, start, depth);
  return end < 0 ? -1 : skipInside(units, end);
}

/** The beginning of what follows a comma, or of the closing bracket; -1 where neither is here. */
function afterComma(units: Uint8Array, offset: number, closing: number): number {
  if (units[offset] === Ascii.comma) return skipInside(units, offset + 1);
  return units[offset] === closing ? offset : -1;
}

/** The offset after `name =` in front of an argument, or the same offset where there is none. */
function skipKeyword(units: Uint8Array, offset: number): number {
  const end = nameEnd(units, offset);
  const equals = skipInside(units, end);
  if (equals < 0 || units[equals] !== Ascii.equals || units[equals + 1] === Ascii.equals) return offset;
  return skipName(units, offset) < 0 ? -1 : skipInside(units, equals + 1);
}

/** Operands with `and`, `or` and other operators between them. */
function skipDisjunction(units: Uint8Array, offset: number, depth: number): number {
  let at = offset;
  let mayBeNegated = true;
  for (;;) {
    if (at < 0) return -1;
    while (mayBeNegated && isWordAt(units, at, 'not')) {
      at = skipSpace(units, at + 3, depth);
      if (at < 0) return -1;
    }
    const end = skipOperand(units, at, depth);
    if (end < 0) return -1;
    const operator = skipSpace(units, end, depth);
    if (operator < 0) return -1;
    const after = skipOperator(units, operator, depth);
    if (after < 0) return end;
    const unit = units[operator];
    mayBeNegated = unit === Ascii.a || unit === Ascii.o;
    at = skipSpace(units, after, depth);
  }
}

/** The offset after an operator between two operands, or -1 where there is none. */
function skipOperator(units: Uint8Array, offset: number, depth: number): number {
  const unit = units[offset] as number;
  const next = units[offset + 1];
  switch (unit) {
    case Ascii.plus:
    case Ascii.minus:
    case Ascii.percent:
    case Ascii.at:
    case Ascii.ampersand:
    case Ascii.caret:
    case Ascii.bar:
      return next === Ascii.equals ? -1 : offset + 1;
    case Ascii.asterisk:
    case Ascii.slash: {
      // / and //
      const end = offset + (next === unit ? 2 : 1);
      return units[end] === Ascii.equals ? -1 : end;
    }
    case Ascii.lessThan:
    case Ascii.greaterThan: {
      // >, >= and >>
      if (next === Ascii.equals) return offset + 2;
      if (next !== unit) return offset + 1;
      return units[offset + 2] === Ascii.equals || units[offset + 2] === unit ? -1 : offset + 2;
    }
    case Ascii.equals:
    case Ascii.exclamationMark:
      return next === Ascii.equals ? offset + 2 : -1;
    case Ascii.a:
      return isWordAt(units, offset, 'and') ? offset + 3 : -1;
    case Ascii.o:
      return isWordAt(units, offset, 'or') ? offset + 2 : -1;
    case Ascii.i: {
      if (isWordAt(units, offset, 'in')) return offset + 2;
      if (!isWordAt(units, offset, 'is')) return -1;
      const not = skipSpace(units, offset + 2, depth);
      return not >= 0 && isWordAt(units, not, 'not') ? not + 3 : offset + 2;
    }
    case Ascii.n: {
      if (!isWordAt(units, offset, 'not')) return -1;
      const at = skipSpace(units, offset + 3, depth);
      return at >= 0 && isWordAt(units, at, 'in') ? at + 2 : -1;
    }
    default:
      return -1;
  }
}

/** A name, literal or bracket with its signs, and the members, calls and subscripts that follow it. */
function skipOperand(units: Uint8Array, offset: number, depth: number): number {
  let start = offset;
  while (units[start] === Ascii.minus || units[start] === Ascii.plus || units[start] === Ascii.tilde) {
    start = skipSpace(units, start + 1, depth);
    if (start < 0) return -1;
  }
  let at = skipAtom(units, start, depth);
  for (;;) {
    if (at < 0) return -1;
    const next = skipSpace(units, at, depth);
    if (next < 0) return -1;
    const unit = units[next];
    if (unit === Ascii.dot) {
      const member = skipSpace(units, next + 1, depth);
      at = member < 0 ? -1 : skipName(units, member);
    } else if (unit === Ascii.openParenthesis) at = skipArguments(units, next + 1, depth + 1);
    else if (unit === Ascii.openBracket) at = skipSubscripts(units, next + 1, depth + 1);
    else return at;
  }
}

function skipAtom(units: Uint8Array, offset: number, depth: number): number {
  const unit = units[offset] as number;
  if (beginsName(unit)) {
    const end = nameEnd(units, offset);
    const next = units[end];
    if (next === Ascii.doubleQuote || next === Ascii.singleQuote) return skipStrings(units, offset, depth);
    return isReserved(units, offset, end) ? -1 : end;
  }
  if (unit === Ascii.doubleQuote || unit === Ascii.singleQuote) return skipStrings(units, offset, depth);
  if (unit >= Ascii.digit0 && unit <= Ascii.digit9) return skipNumber(units, offset);
  if (unit === Ascii.openParenthesis) return skipItems(units, offset + 1, Ascii.closeParenthesis, depth + 1);
  if (unit === Ascii.openBracket) return skipItems(units, offset + 1, Ascii.closeBracket, depth + 1);
  if (unit === Ascii.openBrace) return skipItems(units, offset + 1, Ascii.closeBrace, depth + 1);
  return unit === Ascii.dot && startsWith(units, offset, '...') ? offset + 3 : -1;
}

/**
 * What stands between brackets of a tuple, list, dictionary or set, or a single expression, and the closing
 * bracket.
 */
function skipItems(units: Uint8Array, offset: number, closing: number, depth: number): number {
  let at = skipInside(units, offset);
  let isFirst = true;
  // A dictionary's items are pairs, a set's are not: the first one tells.
  let isDictionary =
    closing === Ascii.closeBrace && units[at] === Ascii.asterisk && units[at + 1] === Ascii.asterisk;
  for (;;) {
    if (at < 0) return -1;
    if (units[at] === closing) return at + 1;
    if (units[at] === Ascii.asterisk) {
      const width = units[at + 1] === Ascii.asterisk ? 2 : 1;
      if ((width === 2) !== isDictionary) return -1;
      at = skipPart(units, at + width, depth);
      // `(*a)` is no expression.
      if (isFirst && at >= 0 && closing === Ascii.closeParenthesis && units[at] !== Ascii.comma) return -1;
    } else {
      at = skipPart(units, at, depth);
      if (at >= 0 && closing === Ascii.closeBrace) {
        const isPair = units[at] === Ascii.colon;
        if (isFirst) isDictionary = isPair;
        if (isPair !== isDictionary) return -1;
        if (isPair) at = skipPart(units, at + 1, depth);
      }
      if (at >= 0 && isFirst && isWordAt(units, at, 'for')) {
        at = skipComprehension(units, at, depth);
        return at >= 0 && units[at] === closing ? at + 1 : -1;
      }
    }
    isFirst = false;
    at = at < 0 ? -1 : afterComma(units, at, closing);
  }
}

/** `for … in … if …`, as often as it is repeated, up to the closing bracket. */
function skipComprehension(units: Uint8Array, offset: number, depth: number): number {
  let at = offset;
  while (at >= 0 && isWordAt(units, at, 'for')) {
    at = skipTargets(units, skipInside(units, at + 3));
    if (at < 0 || !isWordAt(units, at, 'in')) return -1;
    at = skipCondition(units, at + 2, depth);
    while (at >= 0 && isWordAt(units, at, 'if')) at = skipCondition(units, at + 2, depth);
  }
  return at;
}

function skipCondition(units: Uint8Array, offset: number, depth: number): number {
  const start = skipInside(units, offset);
  const end = start < 0 ? -1 : skipDisjunction(units, start, depth);
  return end < 0 ? -1 : skipInside(units, end);
}

/** Names with commas between them. */
function skipTargets(units: Uint8Array, offset: number): number {
  let at = offset;
  for (;;) {
    const end = at < 0 ? -1 : skipName(units, at);
    if (end < 0) return -1;
    at = skipInside(units, end);
    if (at < 0 || units[at] !== Ascii.comma) return at;
    at = skipInside(units, at + 1);
  }
}

/** Indexes and slices, and the closing bracket. */
function skipSubscripts(units: Uint8Array, offset: number, depth: number): number {
  let at = skipInside(units, offset);
  let isFirst = true;
  for (;;) {
    if (at < 0) return -1;
    if (units[at] === Ascii.closeBracket) return isFirst ? -1 : at + 1;
    let colons = 0;
    if (units[at] !== Ascii.colon) at = skipPart(units, at, depth);
    while (at >= 0 && units[at] === Ascii.colon && colons < 2) {
      colons++;
      at = skipInside(units, at + 1);
      if (
        at >= 0 &&
        units[at] !== Ascii.colon &&
        units[at] !== Ascii.comma &&
        units[at] !== Ascii.closeBracket
      )
        at = skipPart(units, at, depth);
    }
    isFirst = false;
    at = at < 0 ? -1 : afterComma(units, at, Ascii.closeBracket);
  }
}

/** Whether this word, and no longer one, stands at an offset. */
function isWordAt(units: Uint8Array, offset: number, word: string): boolean {
  return startsWith(units, offset, word) && !isNameUnit(units[offset + word.length] as number);
}
