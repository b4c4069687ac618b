import { TemplateRefusal } from './templateRefusal';

/** One piece of a Mako template, in the order in which it stands. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly source: string; readonly filters: string }
  | { readonly kind: 'control'; readonly keyword: string; readonly isEnd: boolean; readonly source: string }
  | { readonly kind: 'code'; readonly source: string; readonly isModule: boolean };

/**
 * Takes a template apart as Mako's own lexer does, comments left out. Throws TemplateRefusal for tags other than `<%doc>` and `<%text>`
 * and for what Mako would refuse too.
 */
export function readTemplate(text: string): readonly TemplateNode[] {
  return new TemplateLexer(text).read();
}

const codingLine = /#[^\n]*coding[:=]\s*([-\w.]+)[^\n]*\r?\n/y;
const expressionStart = /\$\{/y;
const controlLine = /(?<![^\n])[\t ]*(%(?!%)|##)[\t ]*((?:(?:\\\r?\n)|[^\r\n])*)(?:\r?\n|$)/y;
const documentation = /<%doc>([\s\S]*?)<\/%doc>/y;
const tagStart = /<%([\w.:]+)((?:\s+\w+|\s*=\s*|"[^"]*?"|'[^']*?'|\s*,\s*)*)\s*(\/)?>/y;
const textTagBody = /([\s\S]*?)<\/%[\t ]*text[\t ]*>/y;
const tagEnd = /<\/%[\t ]*([^\t ]+?)[\t ]*>/y;
const codeStart = /<%(!)?/y;
const percent = /(?<![^\n])(\s*)%%(%*)/y;
const plainText = /([\s\S]*?)((?<=\n)(?=[ \t]*(?:%|##))|(?=\$\{)|(?=<\/?%)|(\\\r?\n)|$)/y;
const comment = /#[^\n]*\n/y;
const stringLiteral = /("""|'''|"|')[^\\]*?(\\[\s\S][^\\]*?)*\1/y;

class TemplateLexer {
  readonly #text: string;
  #position = 0;
  readonly #nodes: TemplateNode[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly TemplateNode[] {
    // Mako takes a coding comment on the first line for itself and leaves it out.
    this.#match(codingLine);
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
    if (this.#position === start) throw new TemplateRefusal('it has a tag that is not closed');
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
    const source = match[2] ?? '';
    const words = /^(end)?(\w+)\s*/.exec(source);
    if (!words) throw new TemplateRefusal(`it has the control line "% ${source.trim()}"`);
    this.#nodes.push({ kind: 'control', keyword: words[2] ?? '', isEnd: words[1] !== undefined, source });
    return true;
  }

  #readTag(): boolean {
    const start = this.#match(tagStart);
    if (start) {
      const keyword = start[1] ?? '';
      if (keyword !== 'text' || (start[2] ?? '').trim() !== '') {
        throw new TemplateRefusal(`it uses the tag <%${keyword}>`);
      }
      if (start[3]) return true;
      const body = this.#match(textTagBody);
      // Mako itself stumbles over an empty one.
      if (!body?.[1]) throw new TemplateRefusal('it has a <%text> that is empty or not closed');
      this.#addText(body[1]);
      return true;
    }
    const end = this.#match(tagEnd);
    if (end) throw new TemplateRefusal(`it has a </%${end[1] ?? ''}> without a beginning`);
    return false;
  }

  #readCode(): boolean {
    const start = this.#match(codeStart);
    if (!start) return false;
    const [source] = this.#readUntil(['%>'], false);
    this.#nodes.push({ kind: 'code', source, isModule: start[1] === '!' });
    return true;
  }

  /** The text up to one of the marks, outside of strings, comments and, where asked, brackets; and the mark. */
  #readUntil(marks: readonly string[], watchNesting: boolean): readonly [string, string] {
    const start = this.#position;
    let depth = 0;
    while (this.#position < this.#text.length) {
      if (this.#match(comment) || this.#match(stringLiteral)) continue;
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
    throw new TemplateRefusal('it has an expression that is not closed');
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = this.#position;
    const match = sticky.exec(this.#text);
    if (!match) return undefined;
    this.#position = sticky.lastIndex;
    return match;
  }

  #addText(text: string): void {
    if (text !== '') this.#nodes.push({ kind: 'text', text });
  }
}
