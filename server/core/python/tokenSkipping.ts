/** What a character may be the beginning of, outside of strings; 0 for everything that a scan can pass over. */
export const enum CharacterClass {
  plain = 0,
  lineEnd = 1,
  quote = 2,
  comment = 3,
  opening = 4,
  closing = 5,
  backslash = 6,
}

/** The class of every ASCII character. */
export const characterClasses: Readonly<Uint8Array> = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(128);
  const set = (characters: string, value: CharacterClass): void => {
    for (const character of characters) table[character.charCodeAt(0)] = value;
  };
  set('\n', CharacterClass.lineEnd);
  set('\'"', CharacterClass.quote);
  set('#', CharacterClass.comment);
  set('([{', CharacterClass.opening);
  set(')]}', CharacterClass.closing);
  set('\\', CharacterClass.backslash);
  return table;
}

/** The offset after a string that begins with the quote at `offset`, or -1 where it is not closed. */
export function skipString(text: string, offset: number): number {
  const quote = text.charCodeAt(offset);
  if (text.charCodeAt(offset + 1) === quote) {
    if (text.charCodeAt(offset + 2) !== quote) return offset + 2;
    return skipTripleQuoted(text, offset, quote);
  }
  for (let at = offset + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) {
      if (text.charCodeAt(at + 1) === carriageReturn && text.charCodeAt(at + 2) === newLine) at++;
      at++;
    } else if (code === newLine || code === carriageReturn) return -1;
  }
  return -1;
}

function skipTripleQuoted(text: string, offset: number, quote: number): number {
  const quotes = quote === 34 ? '"""' : "'''";
  let from = offset + 3;
  for (;;) {
    const end = text.indexOf(quotes, from);
    if (end < 0) return -1;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash && end - 1 - backslashes >= offset + 3)
      backslashes++;
    if (backslashes % 2 === 0) return end + 3;
    from = end + 1;
  }
}

const backslash = 92;
const newLine = 10;
const carriageReturn = 13;

/** Whether the character may stand in a name; only ASCII names are known here. */
export function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
  );
}

/** The offset after spaces and tabs. */
export function skipBlanks(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9) return at;
    at++;
  }
}

/** The offset of the next line's first character, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
