import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { CodeAction, CodeLens, Hover, Range } from 'vscode-languageserver-protocol/node';
import type { ChangeDto } from '../../server/protocol/changes';
import { composeChange } from '../../server/protocol/changes';
import { listEnvironments } from '../../server/protocol/environments';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TemporaryProject } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const users = "op.create_table('users', sa.Column('id', sa.Integer), sa.Column('email', sa.Text))";

/** A second revision with these bodies, on one that makes the table `users`. */
function filesWith(up: string, down: string | undefined): Record<string, string> {
  const file = (id: string, parent: string, upgrade: string, downgrade: string | undefined): string =>
    [
      revisionText(id, parent).replace(/def (?:up|down)grade[^]*/, ''),
      'from alembic import op\nimport sqlalchemy as sa\n',
      `def upgrade():\n    ${upgrade}\n`,
      ...(downgrade === undefined ? [] : [`def downgrade():\n    ${downgrade}\n`]),
    ].join('\n');
  return {
    ...projectFiles({}),
    [versionFile('aaa1')]: file('aaa1', 'None', users, "op.drop_table('users')"),
    [versionFile('bbb2')]: file('bbb2', "'aaa1'", up, down),
  };
}

const options = { initializationOptions: { generatesDowngrades: true } };

/** The titles of the lenses of the second revision, with the text that they stand above. */
async function lensesOf(client: TestClient, project: TemporaryProject): Promise<readonly string[]> {
  const textDocument = { uri: project.uri(versionFile('bbb2')) };
  const lenses = await client.connection.sendRequest<CodeLens[] | null>('textDocument/codeLens', {
    textDocument,
  });
  const lines = project.read(versionFile('bbb2')).split('\n');
  const titles: string[] = [];
  for (const lens of lenses ?? []) {
    const { command } = lens.command
      ? lens
      : await client.connection.sendRequest<CodeLens>('codeLens/resolve', lens);
    const above = lines[lens.range.start.line] ?? '';
    const runs = command?.command === '' ? '' : ` (${command?.command.split('.').at(-1) ?? ''})`;
    titles.push(`${above} ${command?.title ?? ''}${runs}`);
  }
  return titles;
}

async function check(up: string, down: string | undefined, ...expected: readonly string[]): Promise<void> {
  await withServer(
    filesWith(up, down),
    async (client, project) => assert.deepEqual(await lensesOf(client, project), expected),
    options,
  );
}

function rangeOf(project: TemporaryProject, word: string): Range {
  const lines = project.read(versionFile('bbb2')).split('\n');
  const line = lines.findIndex((each) => each.includes(word));
  const character = lines[line]?.indexOf(word) ?? 0;
  return { start: { line, character }, end: { line, character } };
}

const add = "op.add_column('users', sa.Column('age', sa.Integer))";

suite('the way back in the editor', () => {
  test('an empty or missing downgrade is offered to be written, with the verdict beside', async () => {
    const offer = 'Generate downgrade() (generateDowngrade)';
    await check(add, 'pass', `def downgrade(): ${offer}`, 'def downgrade(): Reversible');
    await check(add, undefined, `def upgrade(): ${offer}`, 'def upgrade(): Reversible');
    await check(
      "op.drop_column('users', 'email')",
      'pass',
      `def downgrade(): ${offer}`,
      'def downgrade(): Reversible, loses data',
    );
    await check(
      'op.execute("UPDATE users SET email = NULL")',
      'pass',
      `def downgrade(): ${offer}`,
      'def downgrade(): Not reversible',
    );
  });

  test('one that is there is judged, and completed where it undoes a part', async () => {
    await check(add, "op.drop_column('users', 'age')", 'def downgrade(): Reversible');
    await check(
      `${add}\n    op.create_index('ix', 'users', ['age'])\n    op.create_table('carts', sa.Column('id', sa.Integer))`,
      "op.drop_column('users', 'age')",
      'def downgrade(): Undone in part: complete downgrade() (generateDowngrade)',
    );
    await check(add, 'raise NotImplementedError', 'def downgrade(): Reversible');
  });

  test('nothing stands above what changes nothing, in other clients, and where the setting is off', async () => {
    await check('pass', 'pass');
    await check('print(1)', 'pass');
    const files = filesWith(add, 'pass');
    const off = { ...options, settings: { codeLens: false } };
    await withServer(
      files,
      async (client, project) => assert.deepEqual(await lensesOf(client, project), []),
      off,
    );
    await withServer(files, async (client) => {
      await Promise.resolve();
      assert.equal(client.initializeResult?.capabilities.codeLensProvider, undefined);
    });
  });

  test('the command writes it, and says why where there is nothing to write', async () => {
    const changeOf = async (client: TestClient): Promise<ChangeDto> => {
      const { environments } = await client.request(listEnvironments, null);
      const change = { kind: 'generateDowngrade', revision: 'bbb2' } as const;
      return await client.request(composeChange, { environment: environments[0]?.key ?? '', change });
    };
    await withServer(filesWith(add, 'pass'), async (client) => {
      const change = await changeOf(client);
      assert.equal(change.kind, 'change', JSON.stringify(change));
      assert.ok(JSON.stringify(change).includes("op.drop_column('users', 'age')"), JSON.stringify(change));
    });
    await withServer(filesWith(add, "op.drop_column('users', 'age')"), async (client) => {
      const change = await changeOf(client);
      assert.match(change.kind === 'refused' ? change.reason : '', /undoes all/);
    });
  });

  test('without a finding it is a refactoring on the name of downgrade', async () => {
    const index = `${add}\n    op.create_table('carts', sa.Column('id', sa.Integer))`;
    await withServer(filesWith(index, "op.drop_column('users', 'age')"), async (client, project) => {
      const ask = (word: string, only?: readonly string[]): Promise<CodeAction[]> =>
        client.connection.sendRequest('textDocument/codeAction', {
          textDocument: { uri: project.uri(versionFile('bbb2')) },
          range: rangeOf(project, word),
          context: { diagnostics: [], ...(only ? { only } : {}) },
        });
      const [action] = await ask('downgrade', ['refactor']);
      assert.equal(action?.title, 'Complete downgrade()');
      assert.equal((await ask('downgrade')).filter(({ kind }) => kind === 'refactor.rewrite').length, 1);
      assert.deepEqual(await ask('upgrade', ['refactor']), []);
      assert.deepEqual(await ask('downgrade', ['source.organizeImports']), []);
      const { edit } = await client.resolve(action);
      const text = JSON.stringify(edit);
      assert.ok(text.includes("op.drop_table('carts')") && !text.includes("'age'"), text);
    });
  });

  test('where the revisions take too long to read, the line says so and hovers stay quiet', async () => {
    let now = 0;
    const monotonicMilliseconds = (): number => (now += 60_000);
    await withServer(
      filesWith(add, "op.drop_column('users', 'age')"),
      async (client, project) => {
        assert.deepEqual(await lensesOf(client, project), [
          'def downgrade(): Whether this can be undone is not read yet',
        ]);
        const hover = await client.connection.sendRequest<Hover | null>('textDocument/hover', {
          textDocument: { uri: project.uri(versionFile('bbb2')) },
          position: rangeOf(project, 'users').start,
        });
        assert.equal(hover, null);
      },
      { ...options, runtime: { monotonicMilliseconds } },
    );
  });

  test('a hover on downgrade gives the reasons of the verdict', async () => {
    await withServer(filesWith("op.drop_column('users', 'email')", 'pass'), async (client, project) => {
      const hover = await client.connection.sendRequest<Hover | null>('textDocument/hover', {
        textDocument: { uri: project.uri(versionFile('bbb2')) },
        position: rangeOf(project, 'downgrade').start,
      });
      const { value } = hover?.contents as { value: string };
      assert.equal(value, '**Reversible, loses data**\n\n- The values of users\\.email do not come back');
    });
  });
});
