import { nothingRead } from './nothingRead';
import type { ReadingProblem, RevisionFileReading } from './revisionFile';

/** The reading of a text with null bytes, none of which Python loads; nothing else is known of it. */
export function readNullBytes(text: string): RevisionFileReading {
  return { ...nothingRead, problems: [nullByteProblem(text)] };
}

/** What is wrong with a text that holds null bytes: its encoding, or a stray byte. */
export function nullByteProblem(text: string): ReadingProblem {
  const offset = text.indexOf('\0');
  const encoding = wideEncoding(text);
  return {
    kind: 'syntax',
    message: encoding
      ? `This file is saved as ${encoding}, and Python reads UTF-8; save it as UTF-8.`
      : 'There is a null byte here; delete it.',
    pythonMessage: 'source code string cannot contain null bytes',
    namesNoPlace: true,
    range: encoding ? { start: 0, end: 1 } : { start: offset, end: offset + 1 },
  };
}

/** The text of a file in UTF-16 or UTF-32 that was decoded as UTF-8, as far as it is ASCII. */
export function withoutNullBytes(text: string): string {
  return text.replaceAll('\0', '').replace(/^\ufffd+/, '');
}

/** The encoding with null bytes between ASCII characters, told by the first ones or the byte order mark. */
function wideEncoding(text: string): 'UTF-16' | 'UTF-32' | undefined {
  const start = text.slice(0, 64);
  if (/^(?:\0{0,2}\ufffd\ufffd)?\0{0,3}[^\0](?:\0{3}[^\0]){2}/.test(start)) return 'UTF-32';
  return /^(?:\ufffd\ufffd)?\0?[^\0](?:\0[^\0]){2}|^\ufffd\ufffd.*\0/s.test(start) ? 'UTF-16' : undefined;
}
