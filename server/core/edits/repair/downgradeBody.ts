import type { FileWithText } from '../../project/fileWithText';
import { lastStatement } from '../../python/syntax/lastStatement';
import type { TextEdit } from '../../text/textEdit';
import { LineIndex } from '../../text/lineIndex';
import { at, endOfLine, lineEndingOf, startOfLine } from '../../text/textLines';

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
  const last = lastStatement(text, 'downgrade');
  if (last && isBareReturn(last.text) && text.slice(startOfLine(text, last.start), last.start) === indent)
    return { range: at(startOfLine(text, last.start)), newText: source + newLine };
  return { range: at(endOfLine(text, end)), newText: newLine + source };
}

/** The word and line, from 1, of a statement at the end of `downgrade` behind which nothing runs. */
export function stopOf({ text }: FileWithText): { readonly word: string; readonly line: number } | undefined {
  const last = lastStatement(text, 'downgrade');
  if (!last || !/^(?:Return|Raise)Statement$/.test(last.name)) return undefined;
  const word = last.name === 'RaiseStatement' ? 'raise' : 'return';
  return { word, line: new LineIndex(text).at(last.start).line + 1 };
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
