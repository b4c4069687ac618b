import { StringDecoder } from 'node:string_decoder';

/**
 * Lines of UTF-8 bytes as they arrive, without line ends (LF or CR LF) and a leading byte order mark. U+2028
 * and the like may occur inside JSON, so they end no line.
 */
export async function* linesOf(input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let isFirst = true;
  const finished = (last: string): string => {
    const line = [...pieces, last].join('');
    pieces = [];
    const from = isFirst && line.startsWith('\ufeff') ? 1 : 0;
    isFirst = false;
    return line.slice(from, line.endsWith('\r') ? -1 : undefined);
  };
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      yield finished(text.slice(start, end));
      start = end + 1;
    }
    if (start < text.length) pieces.push(text.slice(start));
  }
  const rest = decoder.end();
  if (pieces.length > 0 || rest !== '') yield finished(rest);
}
