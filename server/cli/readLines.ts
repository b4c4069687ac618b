import { StringDecoder } from 'node:string_decoder';

/**
 * The lines of UTF-8 bytes as they come, without their line ends (LF, or CR LF) and without a byte order mark in front of the first. Other characters that end
 * lines elsewhere, such as U+2028, may stand in a JSON text, so they end none here.
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
