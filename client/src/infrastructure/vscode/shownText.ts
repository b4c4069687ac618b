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

const candidates = '[\\p{Cc}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\uFFF9-\\uFFFB]';

/**
 * Control characters, marks of direction, characters without width, and halves of pairs. The first group has
 * what stays: joiners in the scripts that need them and in emoji, variants of emoji, and the marks of
 * `shownText` and `iconsAsText`.
 */
const unseen = new RegExp(
  [
    // All candidates first, so that other characters cost one look.
    `(?=${candidates})(?:(`,
    [
      `(?<=[${joining}])[\\u200C\\u200D]`,
      '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})',
      '(?<=\\p{Emoji})\\uFE0F',
      '(?<=[\\]$])\\u200B(?=\\()',
      '\\t',
    ].join('|'),
    `)|${candidates})`,
  ].join(''),
  'gu',
);

function writtenOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/**
 * Text from files, Git, Alembic or databases for one line of VS Code's: what is not seen is written out
 * (`\u202e`), a line break shows as ⏎, and `[a](command:b)`, which VS Code makes a link in messages and
 * prompts, gets a mark of no width that takes the link away and leaves the text as it reads. A second time
 * changes nothing.
 */
export function shownText(text: string): string {
  return text
    .replace(/\r\n?|[\n\u0085\u2028\u2029]/g, '⏎')
    .replace(unseen, (found, kept: string | undefined) => kept ?? writtenOut(found))
    .replace(/\](?=\()/g, ']\u200B');
}

/** The same for a text of several lines of ours. */
export function shownLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(shownText)
    .join('\n');
}

/**
 * What people write, such as a message, an id or a label, for places where VS Code draws `$(name)` as an
 * icon: pick lists, the status bar, and code in Markdown with icons. A mark of no width goes between `$` and
 * `(`, for a backslash would be read aloud, found by typing, and shown in code.
 */
export function iconsAsText(text: string): string {
  return text.replaceAll(/\$(?=\([\w-]+(?:~\w+)?\))/g, '$&\u200B');
}
