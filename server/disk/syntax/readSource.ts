import { isUtf8 } from 'node:buffer';
import { lineEnd, stringEnd } from '../../core/python/parse/bracketErrors';
import { nullByteProblem } from '../../core/python/nullBytes';
import type { SyntaxProblem } from '../../core/rules/engine/syntaxFacts';
import { decodeText, encodingFromCookie, isWideEncoding } from '../decodeText';
import { readBytes } from '../regularFile';

/** The text of a source file, or why Python takes its bytes for none; undefined where it can't be read. */
export function readSource(
  path: string,
): { readonly text: string } | { readonly problem: SyntaxProblem } | undefined {
  const bytes = readBytes(path);
  return bytes && sourceOf(bytes);
}

/** The same for bytes. Invalid bytes are searched in UTF-8 text only. */
export function sourceOf(bytes: Buffer): { readonly text: string } | { readonly problem: SyntaxProblem } {
  const text = decodeText(bytes);
  if (bytes.includes(0)) {
    const { message, range } = nullByteProblem(text);
    return { problem: { message: message.replace(/; [^;]*$/, ''), range } };
  }
  const flaw = flawOfCookie(bytes);
  if (flaw !== undefined) return { problem: problemAt(0, flaw) };
  if (isUtf8(bytes) || !isReadAsUtf8(bytes)) return { text };
  // Python up to 3.11 at least does not look at what is in comments.
  const offset = firstOutsideComments(text, invalidOffsets(bytes, text));
  if (offset === undefined) return { text };
  const message = 'This is not UTF-8, and no comment in the first two lines names another encoding';
  return { problem: problemAt(offset, message) };
}

/** Codecs of Python's that give no text. */
const noTextEncodings =
  /^(?:base-?64|bz2|hex|quopri|quoted-?printable|uu|zlib)(?:-codec)?$|^(?:rot-?13|zip)$/;

/** Why Python does not decode a file by the encoding that its first two lines name. */
function flawOfCookie(bytes: Buffer): string | undefined {
  const encoding = encodingFromCookie(hasMark(bytes) ? bytes.subarray(3) : bytes);
  if (encoding === undefined || encoding === 'utf8' || encoding === 'u8') return undefined;
  if (hasMark(bytes)) return `A comment names the encoding ${encoding}, and the byte order mark says UTF-8`;
  if (isWideEncoding(encoding)) return `A comment names the encoding ${encoding}, and the file is not in it`;
  if (noTextEncodings.test(encoding)) return `A comment names ${encoding}, which is no encoding of text`;
  const isAscii = /^(?:us-)?ascii$/.test(encoding);
  return isAscii && bytes.some((byte) => byte > 127)
    ? 'A comment names the encoding ASCII, and the file holds other characters'
    : undefined;
}

function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isReadAsUtf8(bytes: Buffer): boolean {
  return hasMark(bytes) || [undefined, 'utf8', 'u8'].includes(encodingFromCookie(bytes));
}

/** The replacement characters that are not in the bytes. */
function invalidOffsets(bytes: Buffer, text: string): readonly number[] {
  const offsets: number[] = [];
  const replacement = Buffer.from('\ufffd');
  let from = hasMark(bytes) ? 3 : 0;
  let at = 0;
  for (;;) {
    const found = text.indexOf('\ufffd', at);
    if (found < 0) return offsets;
    from += Buffer.byteLength(text.slice(at, found));
    if (bytes.subarray(from, from + 3).equals(replacement)) from += 3;
    else {
      offsets.push(found);
      from += invalidLength(bytes, from);
    }
    at = found + 1;
  }
}

/** Number of bytes that became one replacement character: the longest prefix of a valid UTF-8 sequence. */
function invalidLength(bytes: Buffer, from: number): number {
  const decodes = (length: number): string => bytes.toString('utf8', from, from + length);
  let length = 1;
  while (length < 3 && from + length < bytes.length && decodes(length + 1) === '\ufffd') length++;
  return length;
}

const commentOrQuote = /[#'"]/g;

/** The first of some offsets in their order that is not in a comment. */
function firstOutsideComments(text: string, offsets: readonly number[]): number | undefined {
  const pattern = new RegExp(commentOrQuote);
  let next = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const offset = offsets[next];
    if (offset === undefined || offset < match.index) return offset;
    const isComment = match[0] === '#';
    // A string that is not closed ends its line, as far as anything can be told.
    const end = (isComment ? undefined : stringEnd(text, match.index)) ?? lineEnd(text, match.index);
    if (!isComment && offset < end) return offset;
    while ((offsets[next] ?? Infinity) < end) next++;
    pattern.lastIndex = end;
  }
  return offsets[next];
}

function problemAt(offset: number, message: string): SyntaxProblem {
  return { message, range: { start: Math.max(0, offset), end: Math.max(0, offset) + 1 } };
}
