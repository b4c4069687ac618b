import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { MessageFrames } from '../session/messageFrames';

/**
 * Follows the bytes of a client that the command line names: --stdio, --socket or --pipe. Gives the socket of
 * the last two, to which it connects; the messages of --node-ipc need no headers.
 */
export function followClientBytes(words: readonly string[]): Socket | undefined {
  for (const [index, word] of words.entries()) {
    const [name, value = words[index + 1] ?? ''] = splitOnce(word);
    switch (name) {
      case '--node-ipc':
        return undefined;
      case '--stdio':
        endWhereBroken(process.stdin);
        return undefined;
      case '--socket':
        return endWhereBroken(connect(Number(value), '127.0.0.1'));
      case '--pipe':
        return endWhereBroken(connect(value));
    }
  }
  return undefined;
}

/**
 * Ends the process where the bytes are no messages, and says why: the client can start it anew, and would
 * wait for answers for ever.
 */
function endWhereBroken<Stream extends Readable>(stream: Stream): Stream {
  const frames = new MessageFrames((reason) => {
    process.stderr.write(
      `alembic-ls server: a message of the client's can't be read, because ${reason}; the server ends, start it again.\n`,
    );
    process.exit(1);
  });
  return stream.on('data', (chunk: Buffer) => frames.take(chunk));
}

function splitOnce(word: string): readonly [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}
