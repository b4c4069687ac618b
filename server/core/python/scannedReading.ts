import { skipAnnotation } from './scannedAnnotation';
import { docstringFieldsOf, messagesOf } from './docstring';
import { doesNothing } from './emptySuite';
import { holdsMutable } from './moduleBindings';
import type {
  Docstring,
  HeaderAssignment,
  HeaderName,
  MigrationFunction,
  RevisionFileReading,
} from './revisionFile';
import { scanValue, stringContent } from './scannedValue';
import {
  CharacterClass,
  characterClasses,
  isNameCharacter,
  nextLine,
  skipBlanks,
  skipString,
} from './tokenSkipping';

/**
 * Reads a revision file of the usual shape in one pass over its characters: docstring, imports, assignments of literals, functions. It gives
 * exactly what a whole parse gives, or undefined as soon as anything else stands at the level of the module.
 */
export function readByScanning(text: string): RevisionFileReading | undefined {
  if (text.includes('<<<<<<<') || (text.includes('\r') && /\r(?!\n)/.test(text))) return undefined;
  return new ModuleScan(text).reading();
}

/** Names of statements and operators, which look like names of variables; what begins with one is left to the whole parse. */
const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass print raise return try type while with yield'.split(
    ' ',
  ),
);

const importStatement =
  /(?:from[ \t]+(?:\.*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|\.+)[ \t]+import[ \t]+|import[ \t]+)(?:\([\w\s,]*\)|[\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const notableNames = /\b(?:revision|down_revision|branch_labels|depends_on|upgrade|downgrade|__doc__)\b/;
/** What an expression may do besides having a value: bind names, and change them behind the scenes. */
const effects = /:=|[;]|\b(?:globals|locals|vars|exec|setattr)\b/;
const classHead = /class[ \t]+([A-Za-z_]\w*)[ \t]*(?:\([\w., ]*\))?[ \t]*:/y;
const functionStart = /(?:async[ \t]+)?def[ \t]+([A-Za-z_]\w*)[ \t]*\(/y;

/** Parameters with annotations; those with simple defaults are of one more form. */
const parameters =
  /^(?:[\w\s,*:/.|[\]]*|\s*[A-Za-z_]\w*(?:\s*:\s*[\w.]+)?(?:\s*,\s*[A-Za-z_]\w*(?:\s*:\s*[\w.]+)?)*(?:\s*,\s*[A-Za-z_]\w*(?:\s*:\s*[\w.]+)?\s*=\s*(?:None|True|False|\d+|"\w*"|'\w*'))*\s*,?\s*)$/;

class ModuleScan {
  readonly #text: string;
  readonly #header: Partial<Record<HeaderName, HeaderAssignment>> = {};
  #docstring: Docstring | undefined;
  #upgrade: MigrationFunction | undefined;
  #downgrade: MigrationFunction | undefined;
  /** Something that might change a list which a variable holds. */
  #hasExpressions = false;
  #hasLists = false;
  // Where the last suite's code begins and ends, set by #skipSuite.
  #codeStart = 0;
  #codeEnd = 0;

  constructor(text: string) {
    this.#text = text;
  }

  reading(): RevisionFileReading | undefined {
    const text = this.#text;
    let at = 0;
    let isFirst = true;
    while (at >= 0 && at < text.length) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) at++;
      else if (code === 35) at = nextLine(text, at);
      else if (code === 32 || code === 9) at = this.#skipBlankLine(at);
      else {
        at = this.#statement(at, code, isFirst);
        isFirst = false;
      }
    }
    if (at < 0 || (this.#hasExpressions && (this.#hasLists || text.includes('global')))) return undefined;
    const docstring = this.#docstring;
    return {
      header: this.#header,
      docstring,
      ...messagesOf(docstring?.value),
      upgrade: this.#upgrade,
      downgrade: this.#downgrade,
      docstringFields: docstring ? docstringFieldsOf(text, docstring.contentRange) : {},
      problems: [],
    };
  }

  /** The offset after a line without code, or -1. */
  #skipBlankLine(offset: number): number {
    const at = skipBlanks(this.#text, offset);
    const code = this.#text.charCodeAt(at);
    if (at === this.#text.length) return at;
    return code === 10 || code === 13 || code === 35 ? nextLine(this.#text, at) : -1;
  }

  /** The offset after the statement at the beginning of a line, or -1 where it is not of a known kind. */
  #statement(at: number, code: number, isFirst: boolean): number {
    if (code === 34 || code === 39) return this.#stringStatement(at, at, isFirst);
    const text = this.#text;
    let end = at;
    while (isNameCharacter(text.charCodeAt(end))) end++;
    if (end === at || code <= 57) return -1;
    const name = text.slice(at, end);
    switch (name) {
      case 'from':
      case 'import':
        return this.#importStatement(at);
      case 'def':
      case 'async':
        return this.#function(at);
      case 'class':
        return this.#class(at);
      case 'r':
      case 'R':
      case 'u':
      case 'U': {
        const next = text.charCodeAt(end);
        if (next === 34 || next === 39) return this.#stringStatement(at, end, isFirst);
        return this.#assignment(name, at, end);
      }
      default:
        return keywords.has(name) ? -1 : this.#assignment(name, at, end);
    }
  }

  #stringStatement(start: number, opening: number, isFirst: boolean): number {
    const text = this.#text;
    const end = skipString(text, opening);
    if (end < 0) return -1;
    const after = this.#statementEnd(end);
    if (after < 0) return -1;
    const value = stringContent(text, start, opening, end);
    if (value === undefined) return -1;
    if (!isFirst) return after;
    const quote = text.charCodeAt(opening);
    const isTriple =
      end - opening >= 6 && text.charCodeAt(opening + 1) === quote && text.charCodeAt(opening + 2) === quote;
    const width = isTriple ? 3 : 1;
    this.#docstring = {
      range: { start, end },
      contentRange: { start: opening + width, end: end - width },
      value,
    };
    return after;
  }

  #importStatement(at: number): number {
    importStatement.lastIndex = at;
    if (!importStatement.test(this.#text)) return -1;
    const end = importStatement.lastIndex;
    return notableNames.test(this.#text.slice(at, end)) ? -1 : end;
  }

  #assignment(name: string, start: number, nameEnd: number): number {
    const text = this.#text;
    let at = skipBlanks(text, nameEnd);
    if (text.charCodeAt(at) === 58) {
      at = skipAnnotation(text, skipBlanks(text, at + 1));
      if (at < 0) return -1;
      at = skipBlanks(text, at);
    }
    if (text.charCodeAt(at) !== 61 || text.charCodeAt(at + 1) === 61) return -1;
    at = skipBlanks(text, at + 1);
    const value = scanValue(text, at);
    const end = value?.range.end ?? at;
    const after = value ? this.#statementEnd(end) : -1;
    if (!value || after < 0) return notableNames.test(name) ? -1 : this.#expression(at);
    switch (name) {
      case 'revision':
      case 'down_revision':
      case 'branch_labels':
      case 'depends_on': {
        if (holdsMutable(value)) this.#hasLists = true;
        const nameRange = { start, end: nameEnd };
        this.#header[name] = {
          name,
          nameRange,
          statementRange: { start, end },
          value,
          valueRange: { start: at, end },
        };
        return after;
      }
      case 'upgrade':
      case 'downgrade':
      case '__doc__':
        return -1;
      default:
        return after;
    }
  }

  /** Passes over the value of a variable that nobody asks for, as long as it can't change others. */
  #expression(start: number): number {
    const text = this.#text;
    if (!mayBeginStatement(text.charCodeAt(start))) return -1;
    const after = this.#skipLogicalLine(start);
    if (
      after < 0 ||
      effects.test(text.slice(start, this.#codeEnd)) ||
      text.charCodeAt(this.#codeEnd - 1) === 61
    )
      return -1;
    this.#hasExpressions = true;
    return after;
  }

  #class(start: number): number {
    const text = this.#text;
    classHead.lastIndex = start;
    const match = classHead.exec(text);
    if (!match || notableNames.test(match[1] ?? '')) return -1;
    this.#hasExpressions = true;
    return this.#skipSuite(classHead.lastIndex);
  }

  /** The offset of the line after a statement that ends here, or -1 where more follows. */
  #statementEnd(offset: number): number {
    const text = this.#text;
    const at = skipBlanks(text, offset);
    if (at >= text.length) return text.length;
    const code = text.charCodeAt(at);
    return code === 10 || code === 13 || code === 35 ? nextLine(text, at) : -1;
  }

  #function(start: number): number {
    const text = this.#text;
    functionStart.lastIndex = start;
    const match = functionStart.exec(text);
    if (!match) return -1;
    const name = match[1] ?? '';
    const nameStart = text.indexOf(
      name,
      start + (text.charCodeAt(start) === 97 ? match[0].lastIndexOf('def') + 3 : 3),
    );
    let at = functionStart.lastIndex;
    if (text.charCodeAt(at) === 41) at++;
    else {
      const close = text.indexOf(')', at);
      if (close < 0 || !parameters.test(text.slice(at, close))) return -1;
      if (text.charCodeAt(at) === 44) return -1;
      at = close + 1;
      this.#hasExpressions = true;
    }
    at = skipBlanks(text, at);
    if (text.charCodeAt(at) === 45 && text.charCodeAt(at + 1) === 62) {
      at = skipAnnotation(text, skipBlanks(text, at + 2));
      if (at < 0) return -1;
      at = skipBlanks(text, at);
    }
    if (text.charCodeAt(at) !== 58) return -1;
    const after = this.#skipSuite(at + 1);
    if (after < 0) return -1;
    const isUpgrade = name === 'upgrade';
    if (isUpgrade || name === 'downgrade') {
      const isEmpty = doesNothing(text, this.#codeStart, this.#codeEnd);
      if (isEmpty === undefined) return -1;
      const found: MigrationFunction = {
        nameRange: { start: nameStart, end: nameStart + name.length },
        range: { start, end: this.#codeEnd },
        bodyRange: { start: this.#codeStart, end: this.#codeEnd },
        isEmpty,
      };
      if (isUpgrade) this.#upgrade = found;
      else this.#downgrade = found;
      return after;
    }
    return notableNames.test(name) ? -1 : after;
  }

  /**
   * Passes over the indented lines after a `:`. Strings, brackets, comments and joined lines are followed, so that a line is taken for code at
   * the level of the module only where Python does so. Gives the offset of that line, or -1.
   */
  #skipSuite(offset: number): number {
    const text = this.#text;
    const length = text.length;
    let at = skipBlanks(text, offset);
    const indents = [0];
    let innermost = 0;
    let opensBlock = true;
    this.#codeStart = -1;
    const first = text.charCodeAt(at);
    if (first !== 10 && first !== 13 && first !== 35) {
      if (at >= length || !mayBeginStatement(first)) return -1;
      this.#codeStart = at;
      return this.#skipLogicalLine(at);
    }
    at = nextLine(text, at);
    while (at < length) {
      const lineStart = at;
      let code = text.charCodeAt(at);
      while (code === 32) code = text.charCodeAt(++at);
      if (code === 10) {
        at++;
        continue;
      }
      if (code === 13 || code === 35) {
        at = nextLine(text, at);
        continue;
      }
      if (at >= length) break;
      if (code === 9 || code === 12) return -1;
      const indent = at - lineStart;
      if (indent === 0) break;
      if (opensBlock) {
        if (indent <= innermost) return -1;
        if (this.#codeStart < 0) this.#codeStart = at;
        indents.push((innermost = indent));
      } else {
        while (indent < innermost) {
          indents.pop();
          innermost = indents[indents.length - 1] ?? 0;
        }
        if (indent !== innermost) return -1;
      }
      if (!mayBeginStatement(code)) return -1;
      at = this.#skipLogicalLine(at);
      if (at < 0) return -1;
      opensBlock = text.charCodeAt(this.#codeEnd - 1) === 58;
    }
    if (opensBlock) return -1;
    return this.#codeStart < 0 ? -1 : Math.min(at, length);
  }

  /** The offset of the line after the one that begins here, lines joined by brackets, strings and backslashes taken together; or -1. */
  #skipLogicalLine(start: number): number {
    const text = this.#text;
    const length = text.length;
    let at = start;
    let codeEnd = start;
    let depth = 0;
    // The open brackets, two bits each.
    let open = 0;
    while (at < length) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? characterClasses[code] : 0;
      if (kind === CharacterClass.plain) {
        at++;
        if (code !== 32 && code !== 13 && code !== 9) codeEnd = at;
      } else if (kind === CharacterClass.lineEnd) {
        at++;
        if (depth === 0) break;
      } else if (kind === CharacterClass.comment) {
        at = text.indexOf('\n', at);
        if (at < 0) at = length;
      } else if (kind === CharacterClass.quote) {
        at = skipString(text, at);
        if (at < 0) return -1;
        codeEnd = at;
      } else if (kind === CharacterClass.opening) {
        if (++depth > 15) return -1;
        open = (open << 2) | bracketKind(code);
        codeEnd = ++at;
      } else if (kind === CharacterClass.closing) {
        if (--depth < 0 || (open & 3) !== bracketKind(code)) return -1;
        open >>>= 2;
        codeEnd = ++at;
      } else {
        at++;
        if (text.charCodeAt(at) === 13) at++;
        if (text.charCodeAt(at) !== 10) return -1;
        at++;
      }
    }
    this.#codeEnd = codeEnd;
    return depth > 0 ? -1 : at;
  }
}

/** Whether a statement can begin with the character. */
function mayBeginStatement(code: number): boolean {
  return code > 127 || isNameCharacter(code) || statementStarts.includes(String.fromCharCode(code));
}

const statementStarts = '\'"([{@-+~*.';

/** 1 for round brackets, 2 for square ones, 3 for braces. */
function bracketKind(code: number): number {
  return code < 42 ? 1 : code < 94 ? 2 : 3;
}
