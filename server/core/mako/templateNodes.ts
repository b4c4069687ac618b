import { BrokenTemplate, UnsupportedTemplate } from './unsupportedTemplate';

/** One piece of a Mako template, in the order in which it stands. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly source: string; readonly filters: string }
  | { readonly kind: 'control'; readonly keyword: string; readonly isEnd: boolean; readonly source: string }
  | { readonly kind: 'code'; readonly source: string; readonly isModule: boolean };

/**
 * Takes a template apart as Mako's own lexer does, comments left out. Throws UnsupportedTemplate for tags
 * other than `<%doc>` and `<%text>` and for errors of Mako itself.
 */
export function readTemplate(text: string): readonly TemplateNode[] {
  return new TemplateLexer(text).read();
}

const codingLine = /^#[^\n]*coding[:=]\s*[-\w.]/;
const expressionStart = /\$\{/y;
const controlLine = /(?<![^\n])[\t ]*(%(?!%)|##)((?:\\\r?\n|[^\r\n])*)(?:\r?\n|$)/y;
const documentation = /<%doc>([\s\S]*?)<\/%doc>/y;
const tagName = /<%([\w.:]+)/y;
const textTagBody = /([\s\S]*?)<\/%[\t ]*text[\t ]*>/y;
const tagEnd = /<\/%[\t ]*([^\t ]+?)[\t ]*>/y;
const codeStart = /<%(!)?/y;
const percent = /(?<![^\n])(\s*)%%(%*)/y;
const plainText = /([\s\S]*?)((?<=\n)(?=[ \t]*(?:%|##))|(?=\$\{)|(?=<\/?%)|(\\\r?\n)|$)/y;

class TemplateLexer {
  readonly #text: string;
  readonly #lastLineEnd: number;
  #position = 0;
  /**
   * Characters that strings may have all together, those that are looked at for an end which does not come
   * included.
   */
  #stringSteps = 2_000_000;
  readonly #nodes: TemplateNode[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#lastLineEnd = text.lastIndexOf('\n');
  }

  read(): readonly TemplateNode[] {
    // Mako takes a coding comment on the first line for itself and leaves it out.
    const coding = codingLine.exec(this.#text)?.[0].length;
    const codingEnd = coding === undefined ? -1 : this.#text.indexOf('\n', coding);
    if (codingEnd >= 0) this.#position = codingEnd + 1;
    while (this.#position < this.#text.length) this.#readNext();
    return this.#nodes;
  }

  #readNext(): void {
    if (this.#readExpression() || this.#readControlLine()) return;
    if (this.#match(documentation) || this.#readTag() || this.#readCode()) return;
    const doubled = this.#match(percent);
    if (doubled) {
      this.#addText(`${doubled[1] ?? ''}%${doubled[2] ?? ''}`);
      return;
    }
    const start = this.#position;
    this.#addText(this.#match(plainText)?.[1] ?? '');
    if (this.#position === start) throw new BrokenTemplate('it has a tag that is not closed');
  }

  #readExpression(): boolean {
    if (!this.#match(expressionStart)) return false;
    const [source, end] = this.#readUntil(['|', '}'], true);
    const filters = end === '|' ? this.#readUntil(['}'], true)[0] : '';
    this.#nodes.push({ kind: 'expression', source: source.replace(/\r\n/g, '\n'), filters: filters.trim() });
    return true;
  }

  #readControlLine(): boolean {
    const match = this.#match(controlLine);
    if (!match) return false;
    if (match[1] === '##') return true;
    const source = (match[2] ?? '').replace(/^[\t ]+/, '');
    const words = /^(end)?(\w+)\s*/.exec(source);
    if (!words) throw new UnsupportedTemplate(`it has the control line "% ${source.trim()}"`);
    this.#nodes.push({ kind: 'control', keyword: words[2] ?? '', isEnd: words[1] !== undefined, source });
    return true;
  }

  #readTag(): boolean {
    tagName.lastIndex = this.#position;
    const keyword = tagName.exec(this.#text)?.[1];
    const start = keyword === undefined ? undefined : endOfTag(this.#text, tagName.lastIndex);
    if (keyword !== undefined && start) {
      if (keyword !== 'text' || start.hasAttributes)
        throw new UnsupportedTemplate(`it uses the tag <%${keyword}>`);
      this.#position = start.end;
      if (start.isClosed) return true;
      const body = this.#match(textTagBody);
      // Mako itself stumbles over an empty one.
      if (!body?.[1]) throw new UnsupportedTemplate('it has a <%text> that is empty or not closed');
      this.#addText(body[1]);
      return true;
    }
    const end = this.#match(tagEnd);
    if (end) throw new UnsupportedTemplate(`it has a </%${end[1] ?? ''}> without a beginning`);
    return false;
  }

  #readCode(): boolean {
    const start = this.#match(codeStart);
    if (!start) return false;
    const [source] = this.#readUntil(['%>'], false);
    this.#nodes.push({ kind: 'code', source, isModule: start[1] === '!' });
    return true;
  }

  /**
   * The text up to one of the marks, outside of strings, comments and, where asked, brackets; and the mark.
   */
  #readUntil(marks: readonly string[], watchNesting: boolean): readonly [string, string] {
    const start = this.#position;
    let depth = 0;
    while (this.#position < this.#text.length) {
      if (this.#skipComment() || this.#skipString()) continue;
      const mark = marks.find((candidate) => this.#text.startsWith(candidate, this.#position));
      const character = this.#text[this.#position] ?? '';
      if (mark !== undefined && !(watchNesting && depth > 0)) {
        const found = this.#text.slice(start, this.#position);
        this.#position += mark.length;
        return [found, mark];
      }
      if ('{[('.includes(character)) depth++;
      if ('}])'.includes(character)) depth--;
      this.#position++;
    }
    throw new BrokenTemplate('it has an expression that is not closed');
  }

  /** Passes over a comment; false for one that no line end closes, which is none to Mako. */
  #skipComment(): boolean {
    if (this.#text[this.#position] !== '#' || this.#position > this.#lastLineEnd) return false;
    this.#position = this.#text.indexOf('\n', this.#position) + 1;
    return true;
  }

  /**
   * Passes over a string, which in Mako may hold line ends whatever its quotes; false where none is closed
   * from here.
   */
  #skipString(): boolean {
    const quote = /(?:"""|'''|"|')/y;
    quote.lastIndex = this.#position;
    const opening = quote.exec(this.#text)?.[0];
    if (opening === undefined) return false;
    for (let at = this.#position + opening.length; at < this.#text.length; at++) {
      if (this.#stringSteps-- < 0)
        throw new UnsupportedTemplate('it has too many quotes that are not closed');
      if (this.#text[at] === '\\') at++;
      else if (this.#text.startsWith(opening, at)) {
        this.#position = at + opening.length;
        return true;
      }
    }
    return false;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#position = pattern.lastIndex;
    return match;
  }

  #addText(text: string): void {
    if (text !== '') this.#nodes.push({ kind: 'text', text });
  }
}

/**
 * Where a tag ends whose name ends at `offset`, by the same rules as Mako's own pattern; undefined where it
 * is no tag.
 */
function endOfTag(
  text: string,
  offset: number,
): { readonly end: number; readonly isClosed: boolean; readonly hasAttributes: boolean } | undefined {
  let hasAttributes = false;
  let mayFollowBlanks = false;
  for (let at = offset; ;) {
    const start = skip(text, at, blank);
    const character = text[start] ?? '';
    if (character === '=' || character === ',') {
      mayFollowBlanks = true;
      at = start + 1;
    } else if ((character === '"' || character === "'") && (start === at || mayFollowBlanks)) {
      const end = text.indexOf(character, start + 1);
      if (end < 0) return undefined;
      mayFollowBlanks = false;
      at = end + 1;
    } else if (start > at && word.test(character)) {
      mayFollowBlanks = false;
      at = skip(text, start, word);
    } else {
      const isClosed = character === '/';
      const end = isClosed ? start + 1 : start;
      return text[end] === '>' ? { end: end + 1, isClosed, hasAttributes } : undefined;
    }
    hasAttributes = true;
  }
}

const blank = /^\s$/;
const word = /^\w$/;

function skip(text: string, offset: number, kind: RegExp): number {
  let at = offset;
  while (kind.test(text.charAt(at))) at++;
  return at;
}
