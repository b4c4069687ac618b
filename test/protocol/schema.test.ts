import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { listEnvironments } from '../../server/protocol/environments';
import { listSchemaNames, readSchemaText, readTouches } from '../../server/protocol/schema';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

/** A project with the bodies of `upgrade` by id, each revision above the one before. */
function schemaFiles(bodies: Readonly<Record<string, string>>): Record<string, string> {
  const files = projectFiles({});
  let parent = 'None';
  for (const [id, body] of Object.entries(bodies)) {
    files[versionFile(id)] = migration(id, parent, body);
    parent = `'${id}'`;
  }
  return files;
}

function migration(id: string, parent: string, body: string): string {
  return `${revisionText(id, parent)}\nfrom alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n${body.replace(/^/gm, '    ')}\n`;
}

const usersHistory = {
  aaa1: "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('mail', sa.Text))",
  bbb2: "op.alter_column('users', 'mail', new_column_name='email')",
  ccc3: "op.create_table('carts', sa.Column('id', sa.Integer))\nop.drop_table('carts')",
};

async function keyOf(client: TestClient): Promise<string> {
  const { environments } = await client.request(listEnvironments, null);
  return environments[0]?.key ?? '';
}

async function sqlOf(client: TestClient, revision: string | null): Promise<string> {
  const answer = await client.request(readSchemaText, {
    environment: await keyOf(client),
    revision,
    format: 'sql',
  });
  assert.equal(answer.kind, 'schema', JSON.stringify(answer));
  return answer.kind === 'schema' ? answer.text : '';
}

suite('schemas over the protocol', () => {
  test('a schema is told as SQL, as text and as a diagram, after a revision or at the heads', async () => {
    await withServer(schemaFiles(usersHistory), async (client) => {
      const environment = await keyOf(client);
      assert.match(await sqlOf(client, 'aaa1'), /no database was asked[^]*CREATE TABLE users[^]*\bmail TEXT/);
      assert.match(await sqlOf(client, null), /\bemail TEXT/);
      const text = await client.request(readSchemaText, { environment, revision: 'bbb2', format: 'text' });
      assert.match(text.kind === 'schema' ? text.text : '', /^users\n {2}id .*\n {2}email {2}Text$/m);
      const markdown = await client.request(readSchemaText, {
        environment,
        revision: null,
        format: 'markdown',
      });
      assert.match(
        markdown.kind === 'schema' ? markdown.text : '',
        /^```mermaid\nerDiagram\n {2}"users" \{$/m,
      );
    });
  });

  test('what is not there is refused with a reason', async () => {
    await withServer(schemaFiles(usersHistory), async (client) => {
      const environment = await keyOf(client);
      const missing = await client.request(readSchemaText, { environment, revision: 'nope', format: 'sql' });
      assert.match(missing.kind === 'refused' ? missing.reason : '', /nope/);
      const nowhere = { environment: 'no such one', revision: null, format: 'sql' } as const;
      assert.deepEqual(await client.request(readSchemaText, nowhere), { kind: 'unknownEnvironment' });
      const odd = { environment, revision: null, format: 'constructor' as 'sql' };
      assert.equal((await client.request(readSchemaText, odd)).kind, 'refused');
      assert.equal(await client.request(readTouches, { environment: 'no such one', target: 'users' }), null);
      assert.equal(await client.request(listSchemaNames, { environment: 'no such one' }), null);
    });
  });

  test('what can not be read is named with its place and reason', async () => {
    const bodies = { ...usersHistory, ddd4: "op.execute(open('x.sql').read())" };
    await withServer(schemaFiles(bodies), async (client) => {
      const text = await sqlOf(client, 'ddd4');
      assert.match(text, /^-- Not read: ddd4_make\.py:\d+: The SQL is not known/m);
      assert.match(text, /^-- uncertain: .*\nCREATE TABLE users/m);
      assert.doesNotMatch(await sqlOf(client, 'ccc3'), /uncertain|Not read/);
    });
  });

  test('where the tables are not known, nothing says that there are none', async () => {
    await withServer({ ...projectFiles({ aaa1: "'gone'" }) }, async (client) => {
      const text = await sqlOf(client, 'aaa1');
      assert.match(
        text,
        /^-- There may be other tables than these: .*\n-- Not read: .*gone[^]*-- No table is known\.$/m,
      );
      assert.doesNotMatch(text, /There are no tables/);
    });
  });

  test('an edit that is not saved changes the schema, and only from its revision on', async () => {
    await withServer(schemaFiles(usersHistory), async (client, project) => {
      assert.doesNotMatch(await sqlOf(client, null), /phone/);
      const file = versionFile('bbb2');
      await client.open(
        project.uri(file),
        migration('bbb2', "'aaa1'", "op.add_column('users', sa.Column('phone', sa.Text))"),
      );
      assert.match(await sqlOf(client, null), /phone/);
      assert.doesNotMatch(await sqlOf(client, 'aaa1'), /phone/);
    });
  });

  test('another URL is another database', async () => {
    await withServer(schemaFiles(usersHistory), async (client, project) => {
      assert.match(await sqlOf(client, 'aaa1'), /rules of PostgreSQL, since nothing tells/);
      const ini = project.read('alembic.ini').trimEnd();
      await client.open(project.uri('alembic.ini'), `${ini}\nsqlalchemy.url = mysql://localhost/shop\n`);
      assert.match(await sqlOf(client, 'aaa1'), /rules of MySQL\./);
    });
  });

  test('who touched a column is told newest first, under its earlier names too', async () => {
    await withServer(schemaFiles(usersHistory), async (client, project) => {
      const environment = await keyOf(client);
      const touches = await client.request(readTouches, { environment, target: 'users.email' });
      assert.deepEqual(
        touches?.map(({ id, message, uri, operation }) => [id, message, uri, operation]),
        [
          ['bbb2', 'make bbb2', project.uri(versionFile('bbb2')), 'alter_column'],
          ['aaa1', 'make aaa1', project.uri(versionFile('aaa1')), 'create_table'],
        ],
      );
      const lines = migration('bbb2', "'aaa1'", usersHistory.bbb2).split('\n');
      assert.match(lines[touches?.[0]?.range.start.line ?? 0] ?? '', /op\.alter_column/);
      assert.deepEqual(await client.request(readTouches, { environment, target: 'nothing' }), []);
    });
  });

  test('all tables and columns that revisions name can be listed', async () => {
    await withServer(schemaFiles(usersHistory), async (client) => {
      const environment = await keyOf(client);
      assert.deepEqual(await client.request(listSchemaNames, { environment }), [
        { name: 'carts', columns: ['id'], isThere: false },
        { name: 'users', columns: ['email', 'id', 'mail'], isThere: true },
      ]);
    });
  });
});
