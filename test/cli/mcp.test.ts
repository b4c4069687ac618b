import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { GitRepository } from '../fixtures/gitRepository';
import { projectRoot } from '../fixtures/projectRoot';
import { revisionText, runCli, twoHeads, withFiles } from './runCli';

const bookshop = join(projectRoot, 'sample', 'bookshop');
const broken = join(projectRoot, 'sample', 'bookshop-broken');

suite('alembic-ls mcp', () => {
  test('answers every tool about a project, and none of them writes', async () => {
    const before = listing(bookshop);
    await withClient(bookshop, async (client) => {
      const { tools } = await client.listTools();
      assert.deepEqual(
        tools.map(({ name }) => name),
        [
          ...['environments', 'heads', 'history', 'show', 'schema', 'touches', 'plan', 'check', 'review'],
          ...['next-revision', 'merge', 'rebase', 'rename', 'downgrade-body'],
        ],
      );
      for (const { annotations } of tools) assert.equal(annotations?.readOnlyHint, true);
      const ask = (name: string, words: object = {}): Promise<Answer> => answer(client, name, words);
      assert.deepEqual((await ask('heads')).items, ['1eefc6b8b898']);
      const [first] = (await ask('environments')).items as readonly { readonly config: string }[];
      assert.equal(first?.config, 'alembic.ini');
      assert.equal((await ask('check')).total, 0);
      assert.equal(
        (await ask('plan', { direction: 'upgrade', target: '+2', from: ['617a1c545f8c'] })).total,
        2,
      );
      const [shown] = (await ask('show', { revision: '617a' })).items as readonly { readonly text: string }[];
      assert.match(shown?.text ?? '', /^revision\b.*'617a1c545f8c'|^revision\b.*"617a1c545f8c"/m);
      assert.match(JSON.stringify(await ask('touches', { target: 'orders.placed_at' })), /32747c8cf209/);
      const [table] = (await ask('schema', { table: 'orders' })).items as readonly {
        readonly name: string;
      }[];
      assert.equal(table?.name, 'orders');
      assert.match(JSON.stringify(await ask('schema', { against: '617a1c545f8c' })), /stock_movements/);
      assert.ok('revisions' in (await ask('review')));
      const next = await ask('next-revision', { message: 'add shelves' });
      assert.match(String(next['diff']), /^\+down_revision.*1eefc6b8b898/m);
      assert.match(String(next['diff']), new RegExp(`_add_shelves\\.py$|${String(next['id'])}`, 'm'));
      const renamed = await ask('rename', { revision: '617a1c545f8c', id: 'feed12345678' });
      assert.match(String(renamed['diff']), /^\+down_revision.*feed12345678/m);
      assert.match(String((await ask('downgrade-body', { revision: '466a' }))['body']), /drop_table/);
      const moved = await ask('rebase', { revisions: ['1eefc6b8b898'], onto: '617a1c545f8c' });
      assert.match(String(moved['diff']), /^\+down_revision.*617a1c545f8c/m);
    });
    assert.deepEqual(listing(bookshop), before);
  });

  test('a broken project is answered as far as it goes, and merges are shown with their conflicts', async () => {
    await withClient(broken, async (client) => {
      const check = await answer(client, 'check', { rule: 'unknown-down-revision' });
      const [finding] = check.items as readonly { readonly url: string; readonly fixes: readonly object[] }[];
      assert.match(finding?.url ?? '', /unknown-down-revision\.md$/);
      assert.ok((finding?.fixes.length ?? 0) > 0);
      assert.match(
        String((await answer(client, 'plan', { direction: 'upgrade', target: 'head' }))['unknown']),
        /computes/,
      );
      assert.match(await failure(client, 'next-revision', { message: 'x' }), /Name the parent as head\.$/);
    });
    await withFiles(twoHeads, async (directory) => {
      await withClient(directory, async (client) => {
        assert.match(
          await failure(client, 'next-revision', { message: 'x' }),
          /There are several heads: give one of/,
        );
      });
    });
  });

  test('wrong input is an error of the tool, which says what is wrong', async () => {
    await withFiles({ 'README.md': '' }, async (directory) => {
      await withClient(directory, async (client) => {
        assert.match(await failure(client, 'heads'), /^There is no Alembic environment here/);
        assert.equal((await answer(client, 'environments')).total, 0);
      });
    });
    await withFiles(
      {
        ...twoHeads,
        'other.ini': '[alembic]\nscript_location = other\n',
        'other/env.py': '',
        'other/versions/o.py': revisionText('0dd011112222', null),
      },
      async (directory) => {
        await withClient(directory, async (client) => {
          assert.match(
            await failure(client, 'heads'),
            /name one with config and section, of alembic\.ini \[alembic\], other/,
          );
          assert.equal((await answer(client, 'heads', { config: 'other.ini' })).total, 1);
          assert.match(
            await failure(client, 'heads', { config: '../../etc/passwd' }),
            /There is no such environment/,
          );
          const one = { config: 'alembic.ini' };
          for (const [name, words, reason] of [
            ['heads', { ...one, limit: 0 }, /limit/],
            ['heads', { ...one, nonsense: 1 }, /nonsense/],
            ['history', { ...one, range: 'a:b:c' }, /error/],
            ['history', { ...one, range: 'current:' }, /known to the database alone/],
            ['show', one, /revision/],
            ['show', { ...one, revision: 'nope' }, /No such revision|Can't locate/],
            ['check', { ...one, base: 'nowhere' }, /Nothing could be compared with nowhere/],
            ['plan', { ...one, direction: 'downgrade', target: '-1' }, /give its revisions as from/],
            ['rename', { ...one, revision: 'aaaa11112222', id: 'head' }, /head/],
            ['merge', { ...one, revisions: ['aaaa11112222', 'bbbb11112222'] }, /is not a head/],
            ['touches', { ...one, target: '' }, /target/],
          ] as const)
            assert.match(await failure(client, name, words), reason, name);
        });
      },
    );
  });

  test('long lists come in parts, and text is neutral', async () => {
    const count = 300;
    const ids = Array.from({ length: count }, (_, at) => `${String(at).padStart(4, '0')}c0ffee`);
    const files = Object.fromEntries(
      ids.map((id, at) => [
        `migrations/versions/${id}.py`,
        revisionText(id, ids[at - 1] ?? null, at === 0 ? 'a\u202eb\u001b[31m' : 'x'.repeat(1_000)),
      ]),
    );
    const { 'alembic.ini': ini = '' } = twoHeads;
    await withFiles({ 'alembic.ini': ini, 'migrations/env.py': '', ...files }, async (directory) => {
      await withClient(directory, async (client) => {
        const seen: string[] = [];
        for (let offset: number | undefined = 0; offset !== undefined;) {
          const part: Answer = await answer(client, 'history', { offset, limit: 200 });
          assert.ok(JSON.stringify(part).length < 130_000);
          seen.push(...(part.items as readonly { readonly id: string }[]).map(({ id }) => id));
          offset = part.next;
        }
        assert.deepEqual(seen, ids.toReversed());
        const first = await client.callTool({ name: 'show', arguments: { revision: ids[0] } });
        const [{ text }] = first.content as [{ readonly text: string }];
        assert.match(text, /a\\\\u202eb\\\\x1b\[31m/);
        assert.ok(!text.includes('\u202e') && !text.includes('\u001b'));
      });
    });
  });

  test('revisions and pages about rules are resources', async () => {
    const files = Object.fromEntries(Object.entries(twoHeads).map(([name, text]) => [`a b/${name}`, text]));
    await withFiles(files, async (directory) => {
      await withClient(directory, async (client) => {
        const { resources } = await client.listResources();
        const revision = resources.find(({ name }) => name === 'bbbb11112222');
        const read = await client.readResource({ uri: revision?.uri ?? '' });
        assert.equal(textOf(read), files['a b/migrations/versions/b.py']);
        const page = await client.readResource({ uri: 'alembic://rules/multiple-heads' });
        assert.match(textOf(page), /^# multiple-heads/);
        await assert.rejects(client.readResource({ uri: 'alembic://rules/nope' }), /There is no such rule/);
      });
    });
  });

  test('agents prints what AGENTS.md should say here', () => {
    const { code, stdout } = runCli(bookshop, ['agents']);
    assert.equal(code, 0);
    assert.match(stdout, /^## Database migrations\n[^]*- `migrations\/versions`, of `alembic\.ini`\n/);
    withFiles({ 'README.md': '' }, (directory) => assert.equal(runCli(directory, ['agents']).code, 1));
  });

  test('a review compares with Git', async () => {
    const repository = GitRepository.create({
      'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
      'migrations/versions/a.py': revisionText('7c1e9f04ab2d', null),
    });
    try {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ 'migrations/versions/b.py': revisionText('b83d61e0f5a9', '7c1e9f04ab2d') }, 'b');
      await withClient(repository.path, async (client) => {
        const review = await answer(client, 'review');
        assert.equal(review['base'], 'main');
        assert.match(JSON.stringify(review['revisions']), /b83d61e0f5a9/);
      });
    } finally {
      repository.dispose();
    }
  });
});

interface Answer extends Readonly<Record<string, unknown>> {
  readonly items: readonly unknown[];
  readonly total: number;
  readonly next?: number;
}

async function withClient(directory: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ name: 'test', version: '1' });
  const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [program, 'mcp'], cwd: directory }),
  );
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

async function answer(client: Client, name: string, words: object = {}): Promise<Answer> {
  const { text, isError } = await call(client, name, words);
  assert.ok(!isError, text);
  return JSON.parse(text) as Answer;
}

async function failure(client: Client, name: string, words: object = {}): Promise<string> {
  const { text, isError } = await call(client, name, words);
  assert.ok(isError, text);
  return text;
}

async function call(
  client: Client,
  name: string,
  words: object,
): Promise<{ readonly text: string; readonly isError: boolean }> {
  const result = await client.callTool({ name, arguments: { ...words } });
  const [{ text }] = result.content as [{ readonly text: string }];
  return { text, isError: result.isError === true };
}

function textOf({ contents: [first] }: { readonly contents: readonly object[] }): string {
  assert.ok(first && 'text' in first && typeof first.text === 'string');
  return first.text;
}

/** Every file of a folder with its text. */
function listing(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !each.parentPath.includes('.venv'))
    .map((each) => join(each.parentPath, each.name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(name, 'latin1')]));
}
