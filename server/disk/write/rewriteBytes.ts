import { applyTextEdits } from '../../core/text/textEdit';
import type { TextEdit } from '../../core/text/textEdit';
import { decodeText } from '../decodeText';

type Encode = (text: string) => Buffer;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The encodings that can be written: each is tried on the bytes that are there. */
const encoders: readonly Encode[] = [
  (text) => Buffer.from(text, 'utf8'),
  (text) => Buffer.concat([byteOrderMark, Buffer.from(text, 'utf8')]),
  (text) => Buffer.from(text, 'latin1'),
];

/**
 * The bytes of a file after edits of its text, in its own encoding; bytes outside of the edits stay the same.
 * Undefined if the encoding can't be written or lacks a new character.
 */
export function rewriteBytes(bytes: Buffer, edits: readonly TextEdit[]): Buffer | undefined {
  const text = decodeText(bytes);
  const encode = encoders.find((candidate) => candidate(text).equals(bytes));
  if (!encode) return undefined;
  const edited = applyTextEdits(text, edits);
  const result = encode(edited);
  return decodeText(result) === edited ? result : undefined;
}
