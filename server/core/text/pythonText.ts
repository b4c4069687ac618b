/** Python's `str()` of a string, a tuple of strings, or None. */
export function pythonText(value: string | readonly string[] | undefined): string {
  if (value === undefined) return 'None';
  if (typeof value === 'string') return value;
  const items = value.map(pythonRepr);
  return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
}

/** Python's `repr()` of a string. */
export function pythonRepr(value: string): string {
  if (/^[ !#-&(-[\]-~]*$/.test(value)) return `'${value}'`;
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let body = '';
  for (const character of value) body += escaped(character, quote);
  return quote + body + quote;
}

/**
 * Python's `int()` of a string; undefined where it raises ValueError. Underscores, blanks around and all
 * Unicode digits are accepted.
 */
export function pythonInteger(text: string): number | undefined {
  const match = /^\s*([+-]?)(\p{Nd}+(?:_\p{Nd}+)*)\s*$/u.exec(text);
  if (!match) return undefined;
  const value = Number(asciiDigits((match[2] ?? '').replaceAll('_', '')));
  return match[1] === '-' ? -value : value;
}

/** The same number in ASCII digits without leading zeros. */
export function asciiDigits(digits: string): string {
  let text = '';
  for (const character of digits) text += String(digitValue(character));
  return text.replace(/^0+(?=.)/, '');
}

/** Python's `str.strip()`: also removes the separators that JavaScript does not count as white space. */
export function pythonStrip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonSpace(text, start)) start++;
  while (end > start && isPythonSpace(text, end - 1)) end--;
  return text.slice(start, end);
}

/** Python's `str.split()`: the parts between white space. */
export function pythonWords(text: string): readonly string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isPythonSpace(text, at)) continue;
    if (at > start) words.push(text.slice(start, at));
    start = at + 1;
  }
  return words;
}

/** The order in which Python sorts strings: by code point. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right)
      return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

/** Python's `len()` of a string. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let index = 0; index + 1 < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) length--;
  }
  return length;
}

function isPythonSpace(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f);
  return unit === 0x85 || (unit !== 0xfeff && /\s/.test(text.charAt(index)));
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}

/** Decimal digits stand in runs of ten, zero first. */
function digitValue(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  let before = 0;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}

function escaped(character: string, quote: string): string {
  if (character === quote || character === '\\') return `\\${character}`;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  if (character === ' ' || !/[\p{C}\p{Z}]/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
