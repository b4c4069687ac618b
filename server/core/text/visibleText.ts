/**
 * Text from files, Git or Alembic for one line of a terminal or of an editor's message: control characters
 * (line breaks too), marks of direction, characters without width and halves of pairs are written out, such
 * as `\x1b` and `\u202e`. A second time changes nothing.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (found, kept: string | undefined) => kept ?? writtenOut(found));
}

/** The same for a text of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}

/**
 * Control characters of a terminal written out, but for tabs and line ends; the rest, such as a joined emoji,
 * stays as it is.
 */
export function withoutControls(text: string): string {
  return text.replace(/(?![\t\n]|\r\n)\p{Cc}/gu, writtenOut);
}

/** Scripts whose letters are joined and kept apart by characters without width. */
const joining = [
  'Arab',
  'Syrc',
  'Mong',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
]
  .concat(['Sinh', 'Khmr', 'Mymr', 'Tibt'])
  .map((script) => `\\p{Script=${script}}`)
  .join('');

const candidates = '[\\p{Cc}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\uFFF9-\\uFFFB]';

/**
 * What is not seen. The first group has what stays: joiners in the scripts that need them and in emoji,
 * variants of emoji, and tabs.
 */
const unseen = new RegExp(
  [
    // All candidates first, so that other characters cost one look.
    `(?=${candidates})(?:(`,
    [
      `(?<=[${joining}])[\\u200C\\u200D]`,
      '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})',
      '(?<=\\p{Emoji})\\uFE0F',
      '\\t',
    ].join('|'),
    `)|${candidates})`,
  ].join(''),
  'gu',
);

const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

function writtenOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return shortNames[character] ?? `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
