/** A string or bytes literal taken apart. */
export interface DecodedLiteral {
  readonly value: string;
  readonly isBytes: boolean;
  /** Length of prefix and opening quotes. */
  readonly openingLength: number;
  /** Length of the closing quotes. */
  readonly closingLength: number;
}

const literalStart = /^([A-Za-z]{0,2})('''|"""|'|")/;

/**
 * The value of one string literal as Python would evaluate it, line ends as `\n`. Undefined where it is not
 * closed, is formatted (`f''`, `t''`), or holds an escape that can't be resolved here (`\N{…}`) or at all.
 */
export function decodeLiteral(source: string): DecodedLiteral | undefined {
  const opening = literalStart.exec(source);
  if (!opening) return undefined;
  const prefix = (opening[1] ?? '').toLowerCase();
  const quote = opening[2] ?? '';
  if (!['', 'u', 'r', 'b', 'rb', 'br'].includes(prefix)) return undefined;
  const openingLength = opening[0].length;
  if (source.length < openingLength + quote.length || !source.endsWith(quote)) return undefined;
  const content = source.slice(openingLength, source.length - quote.length);
  if (!isClosedBy(content, quote)) return undefined;
  const isBytes = prefix.includes('b');
  const plain = content.replace(/\r\n?/g, '\n');
  const value = prefix.includes('r') ? plain : resolveEscapes(plain, isBytes);
  if (value === undefined) return undefined;
  if (isBytes && /[^\0-\x7f]/.test(plain)) return undefined;
  return { value, isBytes, openingLength, closingLength: quote.length };
}

/**
 * Whether the quote after the content is the first that closes it: neither escaped nor preceded by another.
 */
function isClosedBy(content: string, quote: string): boolean {
  for (let index = 0; index < content.length; index++) {
    const character = content[index];
    if (character === '\\') {
      index++;
      if (index >= content.length) return false;
      if (content[index] === '\r' && content[index + 1] === '\n') index++;
    } else if (content.startsWith(quote, index)) return false;
    else if (quote.length === 1 && (character === '\n' || character === '\r')) return false;
  }
  return true;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function resolveEscapes(content: string, isBytes: boolean): string | undefined {
  if (!content.includes('\\')) return content;
  let result = '';
  let index = 0;
  while (index < content.length) {
    const character = content[index] ?? '';
    if (character !== '\\') {
      result += character;
      index++;
      continue;
    }
    const escape = content[index + 1] ?? '';
    const simple = simpleEscapes[escape];
    if (simple !== undefined) {
      result += simple;
      index += 2;
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(content.slice(index + 1, index + 4));
    if (octal) {
      const code = parseInt(octal[0], 8);
      result += String.fromCharCode(isBytes ? code & 0xff : code);
      index += 1 + octal[0].length;
      continue;
    }
    const digits = escape === 'x' ? 2 : isBytes ? 0 : escape === 'u' ? 4 : escape === 'U' ? 8 : 0;
    if (digits > 0) {
      const hexadecimal = content.slice(index + 2, index + 2 + digits);
      const code = /^[0-9a-fA-F]+$/.test(hexadecimal) ? parseInt(hexadecimal, 16) : NaN;
      if (hexadecimal.length !== digits || !(code <= 0x10ffff)) return undefined;
      result += String.fromCodePoint(code);
      index += 2 + digits;
      continue;
    }
    if (escape === 'N' && !isBytes) return undefined;
    result += character + escape;
    index += 2;
  }
  return result;
}
