const codingCookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const blankOrComment = /^[ \t\f]*(?:#.*)?\r?$/;

/** The WHATWG names of encodings that Python calls differently. */
const labelsByPythonName: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['u8', 'utf-8'],
  ['utf-8-sig', 'utf-8'],
  ['cp932', 'shift_jis'],
  ['ms932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['uhc', 'euc-kr'],
  ['cp950', 'big5'],
  ['koi8-r', 'koi8-r'],
]);

/** Python's names of ISO 8859-1, which WHATWG would read as windows-1252. */
const latin1Names: ReadonlySet<string> = new Set([
  'latin-1',
  'latin1',
  'iso-8859-1',
  'iso8859-1',
  'l1',
  '8859',
]);

/**
 * Decodes a source file as Python does (PEP 263): UTF-8 unless a coding cookie in the first two lines says
 * otherwise. Drops a byte order mark. Text with an unknown encoding or invalid bytes is decoded as far as
 * possible, as an editor shows it.
 */
export function decodeText(bytes: Buffer): string {
  if (bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return bytes.toString('utf8', 3);
  }
  const encoding = encodingFromCookie(bytes);
  // A comment that is read as ASCII can't stand in a text of two or four bytes a character.
  if (encoding === undefined || isWideEncoding(encoding)) return bytes.toString('utf8');
  if (latin1Names.has(encoding)) return bytes.toString('latin1');
  try {
    return new TextDecoder(labelsByPythonName.get(encoding) ?? labelFromPythonName(encoding)).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** Whether Python's name is that of an encoding with two or four bytes a character. */
export function isWideEncoding(name: string): boolean {
  return /^(?:u|utf-?)(?:16|32)(?:-?[bl]e)?$/.test(name);
}

/** Whether the first two lines of a text that was read as UTF-8 may say that it is something else. */
export function mayNameEncoding(text: string): boolean {
  const firstEnd = text.indexOf('\n');
  const secondEnd = firstEnd < 0 ? -1 : text.indexOf('\n', firstEnd + 1);
  return text.slice(0, secondEnd < 0 ? undefined : secondEnd).includes('coding');
}

/** The encoding named in the first two lines, in Python's normal form; undefined for none and for UTF-8. */
export function encodingFromCookie(bytes: Buffer): string | undefined {
  const firstEnd = lineEnd(bytes, 0);
  const secondEnd = lineEnd(bytes, firstEnd + 1);
  const head = bytes.toString('latin1', 0, secondEnd);
  if (!head.includes('coding')) return undefined;
  const first = head.slice(0, firstEnd);
  const match =
    codingCookie.exec(first) ??
    (blankOrComment.test(first) ? codingCookie.exec(head.slice(firstEnd + 1)) : null);
  const name = match?.[1]?.toLowerCase().replaceAll('_', '-');
  return name === undefined || name === 'utf-8' || name.startsWith('utf-8-') ? undefined : name;
}

function lineEnd(bytes: Buffer, start: number): number {
  const found = bytes.indexOf(10, start);
  return found < 0 ? bytes.length : found;
}

/** `cp1251` is `windows-1251` and `iso8859-2` is `iso-8859-2` in WHATWG's list. */
function labelFromPythonName(name: string): string {
  const codePage = /^cp(125\d|866|874)$/.exec(name);
  if (codePage) return codePage[1] === '866' ? 'ibm866' : `windows-${codePage[1]}`;
  const iso = /^iso8859-(\d+)$/.exec(name);
  return iso ? `iso-8859-${iso[1]}` : name;
}
