import { Ascii } from '../../text/ascii';
import { doesNothing } from './emptyBlock';
import { holdsMutable } from '../parse/moduleBindings';
import { skipFromImport, skipImport } from './importScan';
import { isReserved, WatchedName, watchedNameAt, skipName } from './pythonWords';
import { OfAssignment, OfFunction, Part, ScannedReading } from './scannedReading';
import type { ScannedValue } from './scannedReading';
import { isNone, isPlain, quotesWidth, scanValue, stringContent, stringOpening } from './scannedValue';
import { skipExpression, skipExpressions, skipParameters } from './skipExpression';
import type { SourceBytes } from '../../files/sourceBytes';
import { skipClassHead, skipDecorator } from './statementHeads';
import { BlockScan } from './blockScan';
import { beginsName, isWord, nameEnd, skipBlanks, skipString, skipToNextLine } from './tokenSkipping';

/**
 * Reads a revision file of the usual shape in one pass over its units: docstring, imports, assignments,
 * functions, classes and plain expressions. It gives exactly what a whole parse gives, or undefined as soon
 * as anything else stands at the level of the module.
 */
export function scanModule(source: SourceBytes): ScannedReading | undefined {
  return new ModuleScan(source).reading();
}

/** What no offset is known for yet. */
const nothingFound: readonly number[] = new Array<number>(Part.all).fill(-1);

class ModuleScan {
  readonly #source: SourceBytes;
  readonly #units: Uint8Array;
  readonly #suite: BlockScan;
  readonly #offsets = nothingFound.slice();
  #revision: ScannedValue;
  #downRevision: ScannedValue;
  #branchLabels: ScannedValue;
  #dependsOn: ScannedValue;
  #content: string | undefined;
  #moduleDoc: string | undefined;
  /** Something that might change a list which a variable holds. */
  #hasExpressions = false;
  #hasLists = false;
  /**
   * Of the names with a value that a header may refer to: beginning of the name, of the value, and end of the
   * value.
   */
  #constants: number[] | undefined;
  // The last value that #scanHeaderValue read.
  #value: ScannedValue;
  #valueEnd = 0;

  constructor(source: SourceBytes) {
    this.#source = source;
    this.#units = source.units;
    this.#suite = new BlockScan(source.units);
  }

  reading(): ScannedReading | undefined {
    if (!this.#scan()) return undefined;
    return new ScannedReading(
      this.#offsets,
      this.#revision,
      this.#downRevision,
      this.#branchLabels,
      this.#dependsOn,
      this.#content,
      this.#moduleDoc,
    );
  }

  #scan(): boolean {
    const { length } = this.#source;
    const units = this.#units;
    let at = 0;
    let isFirst = true;
    while (at < length) {
      const unit = units[at] as number;
      if (unit === Ascii.lineFeed) at++;
      else if (
        unit === Ascii.hash ||
        unit === Ascii.space ||
        unit === Ascii.tab ||
        unit === Ascii.carriageReturn
      )
        at = skipToNextLine(units, at);
      else {
        at = this.#statement(at, unit, isFirst);
        isFirst = false;
      }
      if (at < 0) return false;
    }
    if (!this.#hasExpressions) return true;
    return !this.#hasLists && !this.#source.slice(0, length).includes('global');
  }

  /** The offset after the statement at the beginning of a line, or -1 where it is not of a known kind. */
  #statement(at: number, unit: number, isFirst: boolean): number {
    const units = this.#units;
    if (unit === Ascii.doubleQuote || unit === Ascii.singleQuote)
      return this.#stringStatement(at, at, isFirst);
    if (unit === Ascii.at) return this.#decorator(at);
    if (!beginsName(unit)) return -1;
    const end = nameEnd(units, at);
    if (end - at === 1) {
      const opening = stringOpening(units, at);
      if (opening > 0) return this.#stringStatement(at, opening, isFirst);
    }
    if (unit === Ascii.i && isWord(units, at, end, 'import')) return skipImport(units, end);
    if (unit === Ascii.f && isWord(units, at, end, 'from')) return skipFromImport(units, end);
    if (unit === Ascii.d && isWord(units, at, end, 'def')) return this.#function(at, end);
    if (unit === Ascii.c && isWord(units, at, end, 'class')) return this.#class(end);
    if (unit === Ascii.a && isWord(units, at, end, 'async')) {
      const def = skipBlanks(units, end);
      const afterDef = nameEnd(units, def);
      return isWord(units, def, afterDef, 'def') ? this.#function(at, afterDef) : -1;
    }
    return isReserved(units, at, end) ? -1 : this.#assignment(at, end);
  }

  #stringStatement(start: number, opening: number, isFirst: boolean): number {
    const units = this.#units;
    const end = skipString(units, opening);
    const after = end < 0 ? -1 : skipToNextLine(units, end);
    if (after < 0) return -1;
    if (!isFirst) return stringContent(this.#source, start, opening, end) === undefined ? -1 : after;
    const width = quotesWidth(units, opening, end);
    const content = this.#source.slice(opening + width, end - width);
    const value = isPlain(content) ? content : stringContent(this.#source, start, opening, end);
    if (value === undefined) return -1;
    this.#content = content;
    this.#moduleDoc = value;
    this.#set(Part.docstring, start, opening + width, end - width, end);
    return after;
  }

  /** What begins with a name: an assignment, or else an expression. */
  #assignment(start: number, end: number): number {
    const units = this.#units;
    const notable = watchedNameAt(units, start, end);
    let at = skipBlanks(units, end);
    let isAnnotated = false;
    if (units[at] === Ascii.colon) {
      isAnnotated = true;
      at = skipExpression(units, skipBlanks(units, at + 1), 0);
      if (at < 0) return -1;
      at = skipBlanks(units, at);
      // An annotation alone defines nothing.
      if (units[at] !== Ascii.equals) return skipToNextLine(units, at);
    }
    if (units[at] !== Ascii.equals || units[at + 1] === Ascii.equals)
      return notable === WatchedName.none ? this.#expressionStatement(start) : -1;
    if (skipName(units, start) < 0) return -1;
    const valueStart = skipBlanks(units, at + 1);
    if (notable === WatchedName.none) return this.#assignOther(start, valueStart, isAnnotated);
    if (notable > WatchedName.dependsOn) return -1;
    if (!this.#scanHeaderValue(start, valueStart)) return this.#chain(start, valueStart, isAnnotated);
    this.#assign(notable, start, start, valueStart);
    return skipToNextLine(units, this.#valueEnd);
  }

  /**
   * Reads the value of a header variable; false where nothing certain can be said of it, or the statement
   * goes on.
   */
  #scanHeaderValue(statement: number, start: number): boolean {
    const units = this.#units;
    if (isNone(units, start)) {
      this.#value = null;
      this.#valueEnd = start + 4;
    } else {
      const opening = stringOpening(units, start);
      if (opening >= 0) {
        const end = skipString(units, opening);
        this.#value = end < 0 ? undefined : stringContent(this.#source, start, opening, end);
        this.#valueEnd = end;
      } else if (beginsName(units[start] as number)) {
        this.#value = this.#constantValue(statement, start);
      } else {
        const value = scanValue(this.#source, start);
        this.#value = value;
        this.#valueEnd = value?.range.end ?? start;
        if (value && holdsMutable(value)) this.#hasLists = true;
      }
    }
    return this.#value !== undefined && skipToNextLine(units, this.#valueEnd) >= 0;
  }

  /** The value of a variable of the module that nothing but one plain assignment can have given it. */
  #constantValue(statement: number, start: number): StaticOrNothing {
    const units = this.#units;
    const end = nameEnd(units, start);
    this.#valueEnd = end;
    const constants = this.#constants ?? [];
    const name = this.#source.slice(start, end);
    for (let index = constants.length - 3; index >= 0; index -= 3) {
      const constant = constants[index] as number;
      if (!isWord(units, constant, nameEnd(units, constant), name)) continue;
      const between = this.#source.slice(constants[index + 2] as number, statement);
      if (between.includes(name)) return undefined;
      const value = scanValue(this.#source, constants[index + 1] as number);
      return value && value.range.end === constants[index + 2] && !holdsMutable(value) ? value : undefined;
    }
    return undefined;
  }

  /** `branch_labels = depends_on = None`: the same value for several variables. */
  #chain(start: number, offset: number, isAnnotated: boolean): number {
    const units = this.#units;
    if (isAnnotated) return -1;
    const targets = [start];
    let at = offset;
    while (beginsName(units[at] as number)) {
      const end = skipName(units, at);
      const equals = end < 0 ? -1 : skipBlanks(units, end);
      if (equals < 0 || units[equals] !== Ascii.equals || units[equals + 1] === Ascii.equals) break;
      if (watchedNameAt(units, at, end) > WatchedName.dependsOn) return -1;
      targets.push(at);
      at = skipBlanks(units, equals + 1);
    }
    if (targets.length < 2 || !this.#scanHeaderValue(start, at)) return -1;
    for (const target of targets) {
      const notable = watchedNameAt(units, target, nameEnd(units, target));
      if (notable !== WatchedName.none) this.#assign(notable, target, start, at);
    }
    return skipToNextLine(units, this.#valueEnd);
  }

  #assign(notable: WatchedName, name: number, statement: number, valueStart: number): void {
    if (notable === WatchedName.revision) this.#revision = this.#value;
    else if (notable === WatchedName.downRevision) this.#downRevision = this.#value;
    else if (notable === WatchedName.branchLabels) this.#branchLabels = this.#value;
    else this.#dependsOn = this.#value;
    this.#set(Part.header + notable * OfAssignment.count, name, statement, valueStart, this.#valueEnd);
  }

  /** Passes over the value of a variable that Alembic does not ask for, as long as it can't change others. */
  #assignOther(name: number, valueStart: number, isAnnotated: boolean): number {
    const units = this.#units;
    const end = skipExpressions(units, valueStart);
    if (end < 0) return -1;
    if (units[skipBlanks(units, end)] === Ascii.equals) return this.#chain(name, valueStart, isAnnotated);
    const opening = stringOpening(units, valueStart);
    const literalEnd =
      opening >= 0 ? skipString(units, opening) : isNone(units, valueStart) ? valueStart + 4 : -1;
    const isLiteral = literalEnd === end;
    if (isLiteral || units[valueStart] === Ascii.openParenthesis)
      (this.#constants ??= []).push(name, valueStart, end);
    if (!isLiteral) this.#hasExpressions = true;
    return skipToNextLine(units, end);
  }

  #expressionStatement(start: number): number {
    const at = skipExpression(this.#units, start, 0);
    if (at < 0) return -1;
    this.#hasExpressions = true;
    return skipToNextLine(this.#units, at);
  }

  #decorator(start: number): number {
    this.#hasExpressions = true;
    return skipDecorator(this.#units, start);
  }

  #class(offset: number): number {
    this.#hasExpressions = true;
    const at = skipClassHead(this.#units, offset);
    return at < 0 ? -1 : this.#suite.skip(at);
  }

  #function(start: number, afterDef: number): number {
    const units = this.#units;
    const nameStart = skipBlanks(units, afterDef);
    const end = nameStart === afterDef ? -1 : skipName(units, nameStart);
    if (end < 0) return -1;
    let at = skipBlanks(units, end);
    if (units[at] !== Ascii.openParenthesis) return -1;
    if (units[at + 1] === Ascii.closeParenthesis) at += 2;
    else {
      at = skipParameters(units, at + 1, 1);
      if (at < 0) return -1;
      this.#hasExpressions = true;
    }
    at = skipBlanks(units, at);
    if (units[at] === Ascii.minus && units[at + 1] === Ascii.greaterThan) {
      at = skipExpression(units, skipBlanks(units, at + 2), 0);
      if (at < 0) return -1;
      at = skipBlanks(units, at);
    }
    if (units[at] !== Ascii.colon) return -1;
    const suite = this.#suite;
    const after = suite.skip(at + 1);
    if (after < 0) return -1;
    const notable = watchedNameAt(units, nameStart, end);
    if (notable === WatchedName.none) return after;
    if (notable !== WatchedName.upgrade && notable !== WatchedName.downgrade) return -1;
    // A call of it may run nothing, which is for the parse to tell.
    if (units[start] === Ascii.a || this.#source.includes('yield', suite.codeStart, suite.codeEnd)) return -1;
    const isEmpty = doesNothing(units, suite.codeStart, suite.codeEnd);
    if (isEmpty === undefined) return -1;
    const part = notable === WatchedName.upgrade ? Part.upgrade : Part.downgrade;
    this.#set(part, start, nameStart, suite.codeStart, suite.codeEnd);
    this.#offsets[part + OfFunction.isEmpty] = isEmpty ? 1 : 0;
    return after;
  }

  #set(place: number, first: number, second: number, third: number, fourth: number): void {
    const offsets = this.#offsets;
    offsets[place] = first;
    offsets[place + 1] = second;
    offsets[place + 2] = third;
    offsets[place + 3] = fourth;
  }
}

type StaticOrNothing = ReturnType<typeof scanValue>;
