import { Ascii } from '../text/ascii';
import { pythonStrip } from '../text/pythonText';
import type { TextRange } from '../text/textRange';
import type { RevisionFileReading } from './revisionFile';

/** Alembic's `longdoc` and `doc` of a module whose `__doc__` is given. */
export function messagesOf(moduleDoc: string | undefined): {
  readonly message: string;
  readonly longMessage: string;
} {
  return { message: messageOf(moduleDoc), longMessage: moduleDoc ? pythonStrip(moduleDoc) : '' };
}

/** Alembic's `doc`: the first paragraph of the docstring. */
export function messageOf(moduleDoc: string | undefined): string {
  if (!moduleDoc) return '';
  const message = pythonStrip(moduleDoc);
  const end = message.indexOf('\n\n');
  return end < 0 ? message : message.slice(0, end);
}

type DocstringFields = RevisionFileReading['docstringFields'];

const fieldNames = [
  ['revisionId', 'Revision ID:'],
  ['revises', 'Revises:'],
  ['createDate', 'Create Date:'],
] as const;

/**
 * The lines that Alembic's template writes into the docstring, looked for at line starts inside
 * `contentRange`; `offset` is where the text itself begins in its file.
 */
export function docstringFieldsOf(text: string, contentRange: TextRange, offset = 0): DocstringFields {
  const fields: { -readonly [Name in keyof DocstringFields]: DocstringFields[Name] } = {};
  for (const [name, label] of fieldNames) {
    let from = contentRange.start;
    for (;;) {
      const at = text.indexOf(label, from);
      if (at < 0 || at >= contentRange.end) break;
      from = at + label.length;
      if (!isLineStart(text, at, contentRange.start)) continue;
      let start = from;
      while (start < contentRange.end && isBlank(text.charCodeAt(start))) start++;
      let end = start;
      while (end < contentRange.end && !isLineEnd(text.charCodeAt(end))) end++;
      while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
      if (name === 'revises') end = endOfList(text, start, end, contentRange.end);
      fields[name] = { value: text.slice(start, end), range: { start: start + offset, end: end + offset } };
      break;
    }
  }
  return fields;
}

/** A list of ids that goes on in the next lines: behind a comma, or further in than its label. */
function endOfList(text: string, start: number, lineEnd: number, contentEnd: number): number {
  let end = lineEnd;
  for (;;) {
    if (!mayGoOn(text, start, end)) return end;
    const line = /^[ \t]*\r?\n([ \t]*)([^\s:][^\r\n:]*)(?=[\r\n]|$)/.exec(
      text.slice(end, Math.min(contentEnd, end + longestLine)),
    );
    if (!line) return end;
    const [whole, blanks = '', words = ''] = line;
    const goesOn = end > start && text[end - 1] === ',';
    const isInside = blanks !== '' && /^[('"`<[]*[\w.]+[)'"`>\]]*,?[ \t]*(?:#.*)?$/.test(words);
    if (!goesOn && !isInside) return end;
    end += whole.length;
    while (isBlank(text.charCodeAt(end - 1))) end--;
  }
}

/** Whether the next line begins further in, or this one ends with a comma: of most lists nothing follows. */
function mayGoOn(text: string, start: number, end: number): boolean {
  if (end > start && text.charCodeAt(end - 1) === Ascii.comma) return true;
  let next = end;
  while (isBlank(text.charCodeAt(next))) next++;
  if (text.charCodeAt(next) === Ascii.carriageReturn) next++;
  return isBlank(text.charCodeAt(next + 1));
}

const longestLine = 400;

function isLineStart(text: string, offset: number, contentStart: number): boolean {
  let at = offset;
  while (at > contentStart && isBlank(text.charCodeAt(at - 1))) at--;
  return at === contentStart || isLineEnd(text.charCodeAt(at - 1));
}

function isBlank(code: number): boolean {
  return code === Ascii.space || code === Ascii.tab;
}

function isLineEnd(code: number): boolean {
  return code === Ascii.lineFeed || code === Ascii.carriageReturn;
}
