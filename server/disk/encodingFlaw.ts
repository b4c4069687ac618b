import { isUtf8 } from 'node:buffer';
import type { EncodingFlaw } from '../core/files/fileSystem';
import { readBytes } from './regularFile';

/** What keeps Python from reading a file as plain UTF-8. */
export function encodingFlaw(path: string): EncodingFlaw | undefined {
  const bytes = readBytes(path);
  return bytes && flawOfBytes(bytes);
}

/** The text of a file that is no Python source: UTF-8, or UTF-16 as its mark or its zeros tell. */
export function decodePlainText(bytes: Buffer): string {
  const kind = utf16KindOf(bytes);
  if (kind === undefined) return withoutMark(bytes.toString('utf8'));
  return withoutMark(new TextDecoder(kind === 'utf-16-be' ? 'utf-16be' : 'utf-16le').decode(bytes));
}

function flawOfBytes(bytes: Buffer): EncodingFlaw | undefined {
  const kind = utf16KindOf(bytes);
  if (kind !== undefined) return { kind };
  if (!isUtf8(bytes)) return firstInvalid(bytes);
  return bytes.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf' ? { kind: 'utf-8-mark' } : undefined;
}

/** By the byte order mark, or by a zero beside the first character. */
function utf16KindOf(bytes: Buffer): 'utf-16-le' | 'utf-16-be' | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16-le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0))
    return 'utf-16-be';
  return undefined;
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The first byte that belongs to no character, as Python's decoder names it. */
function firstInvalid(bytes: Buffer): EncodingFlaw | undefined {
  let position = 0;
  while (position < bytes.length) {
    const byte = bytes[position] ?? 0;
    const length = lengthOfCharacter(byte);
    const flaw = (reason: string): EncodingFlaw => {
      const at = withoutMark(bytes.toString('utf8', 0, position)).length;
      return { kind: 'not-utf-8', at, byte, position, reason };
    };
    if (length === 0) return flaw('invalid start byte');
    for (let next = 1; next < length; next++) {
      const follower = bytes[position + next];
      if (follower === undefined) return flaw('unexpected end of data');
      if (!mayFollow(byte, next, follower)) return flaw('invalid continuation byte');
    }
    position += length;
  }
  return undefined;
}

function lengthOfCharacter(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

/** Leaves out overlong forms, surrogates and what lies beyond Unicode. */
function mayFollow(first: number, next: number, byte: number): boolean {
  if (byte < 0x80 || byte > 0xbf) return false;
  if (next > 1) return true;
  if (first === 0xe0) return byte >= 0xa0;
  if (first === 0xed) return byte <= 0x9f;
  if (first === 0xf0) return byte >= 0x90;
  return first !== 0xf4 || byte <= 0x8f;
}
