import { hole } from './hole';
import type { SqlName } from './sqlStatement';
import type { SqlToken } from './sqlTokens';

/** A place among the tokens of one statement. */
export class SqlCursor {
  #at: number;

  constructor(
    readonly text: string,
    readonly tokens: readonly SqlToken[],
    start: number,
    readonly end: number,
    /** Whether names without quotes are in lower case, as PostgreSQL takes them. */
    readonly folds: boolean,
  ) {
    this.#at = start;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.end;
  }

  /** The token here, or some tokens further on. */
  peek(ahead = 0): SqlToken | undefined {
    return this.#at + ahead < this.end ? this.tokens[this.#at + ahead] : undefined;
  }

  next(): SqlToken | undefined {
    const token = this.peek();
    if (token) this.#at++;
    return token;
  }

  goTo(at: number): void {
    this.#at = at;
  }

  /** Whether these words or symbols come next. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, index) => {
      const token = this.peek(index);
      return token !== undefined && (token.kind === 'word' || token.kind === 'symbol') && token.text === word;
    });
  }

  /** Steps over these words or symbols where they come next. */
  take(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#at += words.length;
    return true;
  }

  /** Steps over the first of some words that comes next. */
  takeAny(words: readonly string[]): string | undefined {
    return words.find((word) => this.take(word));
  }

  /** An identifier; undefined where there is none or a part of it is not known. */
  identifier(): string | undefined {
    const token = this.peek();
    if (token?.kind !== 'word' && token?.kind !== 'name') return undefined;
    this.#at++;
    if (token.value.includes(hole)) return undefined;
    return token.kind === 'word' && this.folds ? token.value.toLowerCase() : token.value;
  }

  /** A name with its schema, as far as it is known. */
  name(): SqlName {
    let name = this.identifier();
    let schema: string | undefined;
    let isKnown = name !== undefined;
    while (this.take('.')) {
      schema = name;
      name = this.identifier();
      isKnown &&= name !== undefined;
    }
    return { schema, name: isKnown ? name : undefined };
  }

  /** Steps over a pair of parentheses; gives the places of what is between them. */
  parentheses(): { readonly start: number; readonly end: number } | undefined {
    if (!this.sees('(')) return undefined;
    const start = this.#at + 1;
    let depth = 0;
    for (; this.#at < this.end; this.#at++) {
      const token = this.tokens[this.#at];
      if (token?.kind !== 'symbol') continue;
      if (token.text === '(') depth++;
      else if (token.text === ')' && --depth === 0) {
        this.#at++;
        return { start, end: this.#at - 1 };
      }
    }
    return { start, end: this.end };
  }

  /** The text from one token to another, as written. */
  source(start: number, end: number): string {
    const first = this.tokens[start];
    const last = this.tokens[end - 1];
    return first && last && end > start ? this.text.slice(first.start, last.end) : '';
  }

  /** A cursor over a part. */
  within(part: { readonly start: number; readonly end: number }): SqlCursor {
    return new SqlCursor(this.text, this.tokens, part.start, part.end, this.folds);
  }

  /** The parts between commas outside of parentheses, from here to the end. */
  commaParts(): readonly { readonly start: number; readonly end: number }[] {
    const parts: { start: number; end: number }[] = [];
    let depth = 0;
    let start = this.#at;
    for (let at = this.#at; at < this.end; at++) {
      const token = this.tokens[at];
      if (token?.kind !== 'symbol') continue;
      if (token.text === '(' || token.text === '[') depth++;
      else if (token.text === ')' || token.text === ']') depth--;
      else if (token.text === ',' && depth === 0) {
        parts.push({ start, end: at });
        start = at + 1;
      }
    }
    if (start < this.end) parts.push({ start, end: this.end });
    return parts;
  }
}
