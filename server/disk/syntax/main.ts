import { constants, setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { inBackground } from './checkMessages';
import type { CheckReply, CheckRequest } from './checkMessages';
import { parseInThread } from './parseInThread';
import { ParsingThread } from './parsingThread';

// Program of the process that parses whole files, so that server and command line don't spend the time and
// memory. Parses in a thread that can be ended over one file. Exits when its parent closes the channel or
// ends.

void (isMainThread ? main() : parseInThread());

async function main(): Promise<void> {
  if (process.argv.includes(inBackground)) giveWay();
  // Optimising the parser's code takes longer than it saves, and four times the memory.
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
