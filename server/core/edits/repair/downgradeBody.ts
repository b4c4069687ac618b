import type { FileWithText } from '../../project/fileWithText';
import { bodyStatements } from '../../python/syntax/bodyStatements';
import type { TextEdit } from '../../text/textEdit';
import { LineIndex } from '../../text/lineIndex';
import { at, endOfLine, lineEndingOf, startOfLine } from '../../text/textLines';

/**
 * The numbers of the statements of `downgrade` before which lines can stand, last first: those that begin a
 * line, behind a docstring.
 */
export function placesIn({ text }: FileWithText): readonly number[] {
  const statements = bodyStatements(text, 'downgrade');
  return [...statements.keys()]
    .filter((index) => index > 0 || !/^(?:[rRuU]?["'])/.test(statements[index]?.text ?? ''))
    .filter((index) => {
      const start = statements[index]?.start ?? 0;
      return /^[ \t]+$/.test(text.slice(startOfLine(text, start), start));
    })
    .reverse();
}

/** Lines before one of these statements, and before the comments right above it. */
export function editBefore({ text }: FileWithText, place: number, lines: readonly string[]): TextEdit {
  const statements = bodyStatements(text, 'downgrade');
  const { start } = statements[place] ?? { start: text.length };
  const earliest = statements[place - 1]?.end ?? 0;
  let offset = startOfLine(text, start);
  const indent = text.slice(offset, start);
  for (;;) {
    const above = startOfLine(text, endOfLineAbove(text, offset));
    if (above >= offset || above <= earliest || !/^[ \t]*#/.test(text.slice(above, offset))) break;
    offset = above;
  }
  const newLine = lineEndingOf(text);
  const newText = lines.map((line) => (line === '' ? '' : indent + line) + newLine).join('');
  return { range: at(offset), newText };
}

function endOfLineAbove(text: string, start: number): number {
  return start - (/\r\n$/.test(text.slice(Math.max(0, start - 2), start)) ? 2 : Math.min(1, start));
}

/**
 * Lines at the end of the `downgrade` that is there, before a `return` without a value and in place of what
 * does nothing; undefined where none is there. A body on the line of its `def` goes to lines of its own.
 */
export function bodyEdit(file: FileWithText, lines: readonly string[]): TextEdit | undefined {
  const {
    text,
    reading: { downgrade },
  } = file;
  if (!downgrade || downgrade.bodyRange.start === downgrade.bodyRange.end) return undefined;
  const { start, end } = downgrade.bodyRange;
  const newLine = lineEndingOf(text);
  const lead = text.slice(startOfLine(text, start), start);
  const isOnOwnLine = /^[ \t]+$/.test(lead);
  const indent = isOnOwnLine ? lead : '    ';
  const source = lines.map((line) => (line === '' ? '' : indent + line)).join(newLine);
  const kept = downgrade.isEmpty ? withoutIdle(text.slice(start, end)) : undefined;
  if (!isOnOwnLine) {
    const lineEnd = kept === undefined ? endOfLine(text, end) : end;
    const body = kept ?? text.slice(start, lineEnd);
    const written = [...(body === '' ? [] : [indent + body]), source];
    const lineStart = start - (lead.length - lead.trimEnd().length);
    return { range: { start: lineStart, end: lineEnd }, newText: newLine + written.join(newLine) };
  }
  if (kept !== undefined) {
    const range = { start: kept === '' ? startOfLine(text, start) : start + kept.length, end };
    return { range, newText: kept === '' ? source : newLine + source };
  }
  const last = bodyStatements(text, 'downgrade').at(-1);
  if (last && isBareReturn(last.text) && text.slice(startOfLine(text, last.start), last.start) === indent)
    return { range: at(startOfLine(text, last.start)), newText: source + newLine };
  return { range: at(endOfLine(text, end)), newText: newLine + source };
}

/** A statement at which `downgrade` ends for certain: its line, from 1, and whether it fails there. */
export function stopOf({ text }: FileWithText):
  | {
      readonly word: 'raise' | 'return';
      readonly line: number;
    }
  | undefined {
  const stop = bodyStatements(text, 'downgrade').find(({ name }) => /^(?:Return|Raise)Statement$/.test(name));
  if (!stop) return undefined;
  const word = stop.name === 'RaiseStatement' ? 'raise' : 'return';
  return { word, line: new LineIndex(text).at(stop.start).line + 1 };
}

function isBareReturn(statement: string): boolean {
  return /^return(?:[ \t]+None)?$/.test(statement);
}

/** A body without the `pass` or `...` at its end; undefined where it ends otherwise. */
function withoutIdle(body: string): string | undefined {
  const idle = /(?:pass|\.\.\.)$/.exec(body);
  if (!idle) return undefined;
  const kept = body.slice(0, idle.index).trimEnd();
  return kept.endsWith(';') ? kept.slice(0, -1) : kept;
}
