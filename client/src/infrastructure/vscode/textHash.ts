import { createHash } from 'node:crypto';

/** The contract's hash of a text, as the server computes it: see `PlannedEditDto`. */
export function textHash(text: string): string {
  return createHash('sha256').update(text.replace(/\r\n?/g, '\n'), 'utf8').digest('hex');
}
