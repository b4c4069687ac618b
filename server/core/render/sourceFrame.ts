import type { PlaceRange } from '../findings/detailedFinding';
import { visibleText } from '../text/visibleText';

/** Characters before and behind a marked place that a frame shows. */
const before = 60;
const behind = 80;
/** Characters that are two columns wide in a terminal. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/gu;

/** The source line of a place with marks below it, for a terminal; empty where there is nothing to show. */
export function sourceFrame(line: string, { start, end }: PlaceRange): readonly string[] {
  if (line.trim() === '' || start.character > line.length) return [];
  const from = Math.max(0, start.character - before);
  const last = end.line > start.line ? line.length : Math.max(end.character, start.character + 1);
  const until = Math.min(line.length, start.character + behind);
  const lead = shown(line.slice(from, start.character), from > 0);
  const marked = shown(line.slice(start.character, Math.min(last, until)), false);
  const rest = shown(line.slice(Math.min(last, until), until), false) + (until < line.length ? '…' : '');
  const number = String(start.line + 1).padStart(5);
  const marks = '^'.repeat(Math.max(1, columns(marked)));
  return [
    `${number} | ${lead}${marked}${rest}`.trimEnd(),
    `${' '.repeat(number.length)} | ${' '.repeat(columns(lead))}${marks}`,
  ];
}

function shown(text: string, isCut: boolean): string {
  return `${isCut ? '…' : ''}${visibleText(text).replaceAll('\t', '    ')}`;
}

function columns(text: string): number {
  return [...text].length + (text.match(wide)?.length ?? 0);
}
