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
 * The bytes of a file after edits of its text, in the encoding that it has; everything outside of the edits stays as it is to the byte.
 * Undefined where the file has an encoding that can't be written, or one without the new characters.
 */
export function rewriteBytes(bytes: Buffer, edits: readonly TextEdit[]): Buffer | undefined {
  const text = decodeText(bytes);
  const encode = encoders.find((candidate) => candidate(text).equals(bytes));
  if (!encode) return undefined;
  const edited = applyTextEdits(text, edits);
  const result = encode(edited);
  return decodeText(result) === edited ? result : undefined;
}
