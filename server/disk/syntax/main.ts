import { constants, setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { inBackground } from './checkMessages';
import type { CheckReply, CheckRequest } from './checkMessages';
import { parseInThread } from './parseInThread';
import { ParsingThread } from './parsingThread';

// The program of the process that parses whole files, since the parser takes time and memory that neither server nor command line are to give. It parses in a
// thread of its own, which can be ended over one file. It ends when whoever started it closes the channel or is gone.

void (isMainThread ? main() : parseInThread());

async function main(): Promise<void> {
  if (process.argv.includes(inBackground)) giveWay();
  // Compiling the parser's code a second time, for speed, takes more time than it saves, and four times the memory.
  setFlagsFromString('--liftoff-only');
  const thread = new ParsingThread(__filename);
  process.on('message', ({ paths }: CheckRequest) => {
    thread.check(paths).then((problems) => reply({ kind: 'checked', problems }), replyUnable);
  });
  process.on('disconnect', () => process.exit());
  await thread.start().then(() => reply({ kind: 'ready' }), replyUnable);
}

function replyUnable(error: unknown): void {
  reply({ kind: 'unable', reason: error instanceof Error ? error.message : String(error) });
}

function reply(message: CheckReply): void {
  process.send?.(message);
}

function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // As important as others, then.
  }
}
