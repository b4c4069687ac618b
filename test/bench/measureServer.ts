import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { BenchClient } from './benchClient';
import { EventLoopWatch } from './eventLoop';
import { randomNumbers } from './randomNumbers';

// A real server in this process: its first index with the longest block meanwhile, single edits in open
// documents, and a checkout. The project's files are changed, and put back.
const [folder = '', listFile = ''] = process.argv.slice(2);
const files = JSON.parse(readFileSync(listFile, 'utf8')) as readonly string[];
const random = randomNumbers(1);
const edits = 500;
const editsOfOneFile = 10;
const mostFilesOfCheckout = 1000;

async function main(): Promise<void> {
  const client = new BenchClient();
  const watch = new EventLoopWatch();
  const first = await timed(() => client.start(folder));
  const longestBlock = watch.stop();
  const durations: number[] = [];
  while (durations.length < edits) {
    const file = files[Math.floor(random() * files.length)] ?? '';
    durations.push(...(await editFile(client, file)));
  }
  const checkout = await checkOut(client);
  process.stdout.write(JSON.stringify({ first, longestBlock, edits: durations, ...checkout }), () =>
    process.exit(0),
  );
}

/**
 * Ten edits as of a person: mostly in the body, some in the message, and some of a parent that is wrong for a
 * moment. Each until diagnostics are out.
 */
async function editFile(client: BenchClient, file: string): Promise<readonly number[]> {
  const uri = pathToFileURL(file).href;
  const text = readFileSync(file, 'utf8');
  const typed = text.replace(/^def downgrade/m, '# typed\n\n\ndef downgrade');
  const variants = [
    typed,
    typed,
    typed,
    text.replace(/"""/, '"""More: '),
    text.replace(/^(down_revision\b[^=\n]*=[^'"\n]*['"])/m, '$1x'),
  ];
  await client.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 0, text },
  });
  const durations: number[] = [];
  for (let edit = 1; edit <= editsOfOneFile; edit++) {
    const variant = edit % 2 === 0 ? text : (variants[Math.floor(random() * variants.length)] ?? text);
    // A trailing line that differs every time makes sure that there is something new.
    const changed = `${variant}\n# ${'x'.repeat(edit)}`;
    durations.push(
      await timed(async () => {
        const news = client.news();
        await client.connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version: edit },
          contentChanges: [{ text: changed }],
        });
        await news;
      }),
    );
  }
  const news = client.news();
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await news;
  return durations;
}

/** Another branch is checked out: files have other texts, and the editor says so all at once. */
async function checkOut(
  client: BenchClient,
): Promise<{ readonly checkout: number; readonly touched: number }> {
  const touched = files.slice(0, mostFilesOfCheckout);
  const texts = touched.map((file) => readFileSync(file));
  const tell = async (): Promise<void> => {
    const news = client.news();
    const changes = touched.map((file) => ({ uri: pathToFileURL(file).href, type: 2 }));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await news;
  };
  touched.forEach((file, at) => writeFileSync(file, `${texts[at]?.toString() ?? ''}\n# checked out\n`));
  try {
    return { checkout: await timed(tell), touched: touched.length };
  } finally {
    touched.forEach((file, at) => writeFileSync(file, texts[at] ?? ''));
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

void main();
