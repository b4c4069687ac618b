import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { SyntaxRefusal } from '../../core/rules/syntaxFacts';
import { decodeText, encodingFromCookie } from '../decodeText';

/** The text of a source file, or why Python takes its bytes for none; undefined where it can't be read. */
export function readSource(
  path: string,
): { readonly text: string } | { readonly refusal: SyntaxRefusal } | undefined {
  try {
    return sourceOf(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** The same of bytes. Text in another encoding than UTF-8 is not looked at for bytes that this encoding does not have. */
export function sourceOf(bytes: Buffer): { readonly text: string } | { readonly refusal: SyntaxRefusal } {
  const text = decodeText(bytes);
  if (bytes.includes(0)) return { refusal: refusalAt(text.indexOf('\0'), 'There is a null byte here') };
  if (isUtf8(bytes) || !isReadAsUtf8(bytes)) return { text };
  const message = 'This is not UTF-8, and no comment in the first two lines names another encoding';
  return { refusal: refusalAt(firstInvalid(bytes, text), message) };
}

function isReadAsUtf8(bytes: Buffer): boolean {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return hasMark || [undefined, 'utf8', 'u8'].includes(encodingFromCookie(bytes));
}

/** The first replacement character that is not in the bytes. */
function firstInvalid(bytes: Buffer, text: string): number {
  const replacement = Buffer.from('\ufffd');
  let from = bytes.length > 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let at = 0;
  for (;;) {
    const found = text.indexOf('\ufffd', at);
    if (found < 0) return 0;
    from += Buffer.byteLength(text.slice(at, found));
    if (!bytes.subarray(from, from + 3).equals(replacement)) return found;
    from += 3;
    at = found + 1;
  }
}

function refusalAt(offset: number, message: string): SyntaxRefusal {
  return { message, range: { start: Math.max(0, offset), end: Math.max(0, offset) + 1 } };
}
