import { createHash } from 'node:crypto';

/**
 * The contract's hash of a text: SHA-256 in hexadecimal of its UTF-8, with `\n` for every line ending, since
 * editors know one a file.
 */
export function textHash(text: string): string {
  return createHash('sha256').update(text.replace(/\r\n?/g, '\n'), 'utf8').digest('hex');
}
