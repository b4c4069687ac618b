import { doesNothing } from './emptySuite';
import { scanValue } from './scannedValue';
import { TemplateReading } from './templateReading';
import type { ScannedAssignment, ScannedFunction, ScannedParts } from './templateReading';
import { nextLine } from './tokenSkipping';

/**
 * Reads a file that Alembic wrote from its template and a person completed, by a few searches in place of a pass over every character.
 * Undefined as soon as that might not be exact; the other ways of reading are for those texts.
 *
 * Why it is exact: the header is matched statement by statement. Below it, one pattern makes sure that every string and bracket is closed and
 * that no string goes on over a line without indentation. So a line without indentation is code at the level of the module, unless it
 * is a comment, closes a bracket, or stands inside of brackets, where none begins with `def`.
 */
export function readTemplate(text: string): TemplateReading | undefined {
  return text.includes('\r') ? undefined : new TemplateScan(text).reading();
}

const simpleType = String.raw`(?:str|None|(?:typing\.)?(?:Sequence|List|list)\[str\]|(?:tuple|Tuple)\[str(?:, \.\.\.)?\])`;
const annotation = String.raw`(?:: ?(?:(?:typing\.)?(?:Union|Optional)\[${simpleType}(?:, ${simpleType})*\]|${simpleType}(?: \| ${simpleType})*))?`;
const lineEnd = String.raw`[ \t]*(?:#[^\n]*)?(?:\n|$)`;
const dotted = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*`;
const renamed = String.raw`${dotted}(?: as [A-Za-z_]\w*)?`;

const assignmentSource = String.raw`(?:revision|down_revision|branch_labels|depends_on)${annotation} *= *(?:None|'[^'\\\n]*'|"[^"\\\n]*")${lineEnd}`;
const assignmentStartSource = String.raw`(?:revision|down_revision|branch_labels|depends_on)${annotation} *= *(?=[(\[])`;
const importSource = String.raw`(?:from ${dotted} )?import ${renamed}(?:, ${renamed})*${lineEnd}`;
/** Text with every string and bracket closed; brackets of other kinds than they were opened with are not noticed. */
function closedText(depth: number): string {
  const plain = String.raw`[^()\[\]{}'"#\\]*`;
  const strings = [
    String.raw`'(?!'')[^'\\\n]*(?:\\[^\n][^'\\\n]*)*'`,
    String.raw`"(?!"")[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"`,
    String.raw`"""[^"\\\n]*(?:\n(?=[ \n])[^"\\\n]*)*"""`,
    // To the very end of the line, so that there is one way to match it and nothing to go back to.
    String.raw`#[^\n]*(?=\n|$)`,
  ];
  const brackets = depth > 0 ? [String.raw`[([{]${closedText(depth - 1)}[)\]}]`] : [];
  return `${plain}(?:(?:${[...strings, ...brackets].join('|')})${plain})*`;
}

const functionSource = String.raw`def (?:upgrade|downgrade)\(\)(?: -> None)?:[ \t]*\n`;
const notableNames = /\b(?:revision|down_revision|branch_labels|depends_on|upgrade|downgrade|__doc__)\b/;

// Their lastIndex is set before every use.
const assignmentPattern = new RegExp(assignmentSource, 'y');
const assignmentStart = new RegExp(assignmentStartSource, 'y');
const importPattern = new RegExp(importSource, 'y');
const functionPattern = new RegExp(functionSource, 'y');
const closedPattern = new RegExp(`${closedText(7)}$`, 'y');

class TemplateScan {
  readonly #text: string;
  #revision: ScannedAssignment | undefined;
  #downRevision: ScannedAssignment | undefined;
  #branchLabels: ScannedAssignment | undefined;
  #dependsOn: ScannedAssignment | undefined;
  #docstring: string | undefined;
  #quotes = 0;
  #docstringStart = 0;
  #upgrade: ScannedFunction | undefined;
  #downgrade: ScannedFunction | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  reading(): TemplateReading | undefined {
    const afterHeader = this.#scanHeader();
    if (afterHeader < 0 || !this.#scanFunctions(afterHeader)) return undefined;
    const parts: ScannedParts = {
      revision: this.#revision,
      down_revision: this.#downRevision,
      branch_labels: this.#branchLabels,
      depends_on: this.#dependsOn,
      docstring: this.#docstring,
      docstringStart: this.#docstringStart,
      quotes: this.#quotes,
      upgrade: this.#upgrade,
      downgrade: this.#downgrade,
    };
    return new TemplateReading(parts);
  }

  /** The offset of the first function, or of the text's end; -1 where the header is of another shape. */
  #scanHeader(): number {
    const text = this.#text;
    const length = text.length;
    let at = 0;
    let isFirst = true;
    let importsStart = -1;
    let importsEnd = -1;
    while (at < length) {
      const code = text.charCodeAt(at);
      if (code === 10) {
        at++;
        continue;
      }
      if (code === 35) {
        at = nextLine(text, at);
        continue;
      }
      if (code === 34 && isFirst) at = this.#scanDocstring(at);
      else if (code === 114 || code === 98 || (code === 100 && text.charCodeAt(at + 2) !== 102))
        at = this.#scanAssignment(at);
      else if (code === 102 || code === 105) {
        if (importsStart < 0) importsStart = at;
        importPattern.lastIndex = at;
        if (!importPattern.test(text)) return -1;
        at = importsEnd = importPattern.lastIndex;
      } else if (code === 100) break;
      else return -1;
      if (at < 0) return -1;
      isFirst = false;
    }
    if (importsStart >= 0 && this.#importsNotableName(importsStart, importsEnd)) return -1;
    return at;
  }

  /** Assignments between imports count as well, which only makes this decline more. */
  #importsNotableName(start: number, end: number): boolean {
    const first = Math.min(this.#revision?.start ?? end, this.#downRevision?.start ?? end);
    return first < start || notableNames.test(this.#text.slice(start, Math.min(first, end))) || first < end;
  }

  #scanDocstring(start: number): number {
    const text = this.#text;
    if (!text.startsWith('"""', start)) return -1;
    const end = text.indexOf('"""', start + 3);
    if (end < 0 || text.charCodeAt(end + 3) !== 10) return -1;
    const value = text.slice(start + 3, end);
    if (value.includes('\\') || value.includes('<<<<<<<')) return -1;
    this.#docstring = detached(value);
    this.#docstringStart = start;
    this.#quotes = 3;
    return end + 4;
  }

  #scanAssignment(start: number): number {
    const text = this.#text;
    assignmentPattern.lastIndex = start;
    if (!assignmentPattern.test(text)) return this.#scanSequenceAssignment(start);
    const after = assignmentPattern.lastIndex;
    let valueStart = text.indexOf('=', start) + 1;
    while (text.charCodeAt(valueStart) === 32) valueStart++;
    const code = text.charCodeAt(valueStart);
    if (code === 78) this.#assign(start, { start, valueStart, end: valueStart + 4, value: null });
    else {
      const end = text.indexOf(code === 39 ? "'" : '"', valueStart + 1) + 1;
      this.#assign(start, { start, valueStart, end, value: detached(text.slice(valueStart + 1, end - 1)) });
    }
    return after;
  }

  #scanSequenceAssignment(start: number): number {
    const text = this.#text;
    assignmentStart.lastIndex = start;
    if (!assignmentStart.test(text)) return -1;
    const valueStart = assignmentStart.lastIndex;
    const value = scanValue(text, valueStart);
    if (!value) return -1;
    const end = value.range.end;
    let at = end;
    while (text.charCodeAt(at) === 32) at++;
    if (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 35) return -1;
    this.#assign(start, { start, valueStart, end, value });
    return nextLine(text, at);
  }

  #assign(start: number, assignment: ScannedAssignment): void {
    const code = this.#text.charCodeAt(start);
    if (code === 114) this.#revision = assignment;
    else if (code === 98) this.#branchLabels = assignment;
    else if (this.#text.charCodeAt(start + 1) === 111) this.#downRevision = assignment;
    else this.#dependsOn = assignment;
  }

  /** Whether nothing but functions follows; each from its `def` to the next line without indentation. */
  #scanFunctions(offset: number): boolean {
    const text = this.#text;
    closedPattern.lastIndex = offset;
    if (!closedPattern.test(text)) return false;
    let start = offset;
    while (start < text.length) {
      functionPattern.lastIndex = start;
      if (!functionPattern.test(text)) return false;
      const suite = functionPattern.lastIndex;
      const next = nextUnindented(text, suite);
      const found = this.#functionAt(start, suite, next);
      if (!found) return false;
      if (text.charCodeAt(start + 4) === 117) this.#upgrade = found;
      else this.#downgrade = found;
      start = next;
    }
    return true;
  }

  #functionAt(start: number, suite: number, next: number): ScannedFunction | undefined {
    const text = this.#text;
    let codeStart = suite;
    for (;;) {
      while (text.charCodeAt(codeStart) === 32 || text.charCodeAt(codeStart) === 10) codeStart++;
      if (text.charCodeAt(codeStart) !== 35) break;
      codeStart = nextLine(text, codeStart);
    }
    const code = text.charCodeAt(codeStart);
    if (codeStart >= next || text.charCodeAt(codeStart - 1) !== 32 || code === 9 || code === 12)
      return undefined;
    const codeEnd = this.#lastCode(codeStart, next);
    if (codeEnd < 0) return undefined;
    const mayBeEmpty =
      code === 112 || code === 46 || code === 34 || code === 39 || text.charCodeAt(codeStart + 1) === 34;
    const isEmpty = mayBeEmpty ? doesNothing(text, codeStart, codeEnd) : false;
    if (isEmpty === undefined) return undefined;
    return { start, nameStart: start + 4, codeStart, codeEnd, isEmpty };
  }

  /** The end of the last line that is not blank or a comment; -1 where that line has a `#`. */
  #lastCode(codeStart: number, next: number): number {
    const text = this.#text;
    let end = next;
    for (;;) {
      let code = text.charCodeAt(end - 1);
      while (code === 10 || code === 32) code = text.charCodeAt(--end - 1);
      const lineStart = text.lastIndexOf('\n', end - 1) + 1;
      let at = lineStart;
      while (text.charCodeAt(at) === 32) at++;
      if (text.charCodeAt(at) !== 35) {
        const line = text.slice(Math.max(lineStart, codeStart), end);
        return line.includes('#') || line.includes('\t') ? -1 : end;
      }
      end = lineStart;
      if (end <= codeStart) return -1;
    }
  }
}

/** The next line that begins with neither a blank, a comment nor a closing bracket; `offset` is the beginning of a line. */
function nextUnindented(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 35 && code !== 41 && code !== 93 && code !== 125) return at;
    at = nextLine(text, at);
  }
  return text.length;
}

/** The same string without the text that it was cut from, which would stay in memory with it. */
function detached(part: string): string {
  return part.length < 13 ? part : ` ${part}`.slice(1);
}
