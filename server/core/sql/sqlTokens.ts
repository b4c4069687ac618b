/** A token of SQL. Comments and blanks are left out. */
export interface SqlToken {
  /** `name` is a quoted identifier, `dollar` a dollar-quoted text. */
  readonly kind: 'word' | 'name' | 'string' | 'dollar' | 'number' | 'symbol';
  /** As written; words in upper case. */
  readonly text: string;
  /** What it stands for: a word as written, the content of quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const blank = /\s+/y;
const word = /[\p{L}_\uFFFC][\p{L}\p{N}_$\uFFFC]*/uy;
const number = /\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+/y;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const operator = /::|:=|<>|<=|>=|!=|\|\||->>|->|#>>|#>|@>|<@|=>/y;

/** Takes a text of SQL apart, in linear time. An open quote or comment goes on to the end. */
export function sqlTokens(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: SqlToken['kind'], end: number, value: string): void => {
    const source = text.slice(at, end);
    tokens.push({ kind, text: kind === 'word' ? source.toUpperCase() : source, value, start: at, end });
    at = end;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    const blanks = match(blank);
    if (blanks !== undefined) {
      at += blanks.length;
      continue;
    }
    if (text.startsWith('--', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (text.startsWith('/*', at)) {
      at = endOfComment(text, at);
      continue;
    }
    if (character === "'") {
      const end = endOfQuoted(text, at, "'", /[eE]/.test(text.charAt(at - 1)) && tokens.at(-1)?.end === at);
      push('string', end, text.slice(at + 1, end - 1).replaceAll("''", "'"));
      continue;
    }
    if (character === '"' || character === '`') {
      const end = endOfQuoted(text, at, character, false);
      push('name', end, text.slice(at + 1, end - 1).replaceAll(character + character, character));
      continue;
    }
    const tag = character === '$' ? match(dollarTag) : undefined;
    if (tag !== undefined) {
      const close = text.indexOf(tag, at + tag.length);
      const end = close < 0 ? text.length : close + tag.length;
      push('dollar', end, text.slice(at + tag.length, close < 0 ? end : close));
      continue;
    }
    const letters = match(word);
    if (letters !== undefined) {
      push('word', at + letters.length, letters);
      continue;
    }
    const digits = match(number);
    if (digits !== undefined) {
      push('number', at + digits.length, digits);
      continue;
    }
    const symbol = match(operator) ?? character;
    push('symbol', at + symbol.length, symbol);
  }
  return tokens;
}

/** The end of a comment, in which others may be nested. */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let match: RegExpExecArray | null;
  while ((match = mark.exec(text))) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

function endOfQuoted(text: string, start: number, quote: string, escapes: boolean): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (escapes && character === '\\') at++;
    else if (character === quote) {
      if (text.charAt(at + 1) !== quote) return at + 1;
      at++;
    }
  }
  return text.length;
}
