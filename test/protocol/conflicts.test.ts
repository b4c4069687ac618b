import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { readConflicts } from '../../server/protocol/changes';
import type { ConflictDto } from '../../server/protocol/changes';
import { listEnvironments } from '../../server/protocol/environments';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TemporaryProject } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

function migration(id: string, parent: string, body: string): string {
  return `${revisionText(id, parent)}\nfrom alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n    ${body}\n`;
}

const make = (table: string): string => `op.create_table('${table}', sa.Column('id', sa.Integer))`;

const add = (table: string): string => `op.add_column('${table}', sa.Column('email', sa.Text))`;

/** On two tables two branches of two revisions each: the first ones clash, and the second ones do. */
const files = {
  ...projectFiles({}),
  [versionFile('aaa1')]: migration('aaa1', 'None', `${make('users')}\n    ${make('carts')}`),
  [versionFile('bbb2')]: migration('bbb2', "'aaa1'", add('users')),
  [versionFile('ccc3')]: migration('ccc3', "'bbb2'", add('carts')),
  [versionFile('ddd4')]: migration('ddd4', "'aaa1'", add('users')),
  [versionFile('eee5')]: migration('eee5', "'ddd4'", add('carts')),
};

async function conflictsOf(
  client: TestClient,
  revisions: readonly string[],
  onto: string | null,
): Promise<readonly ConflictDto[]> {
  const { environments } = await client.request(listEnvironments, null);
  const params = { environment: environments[0]?.key ?? '', revisions, onto };
  return (await client.request(readConflicts, params)) ?? [];
}

function placesOf(project: TemporaryProject, conflicts: readonly ConflictDto[]): readonly string[] {
  return conflicts.map(({ left, right }) => {
    for (const { revision, uri, range } of [left, right]) {
      assert.equal(uri, project.uri(versionFile(revision)));
      const line = project.read(versionFile(revision)).split('\n')[range.start.line] ?? '';
      assert.match(line, /op\.add_column/);
    }
    return `${left.revision} ${right.revision}`;
  });
}

suite('conflicts of branches over the protocol', () => {
  test('heads that are joined are compared, and each conflict has a sentence and both places', async () => {
    await withServer(files, async (client, project) => {
      const conflicts = await conflictsOf(client, ['ccc3', 'eee5'], null);
      assert.deepEqual(placesOf(project, conflicts), ['bbb2 ddd4', 'ccc3 eee5']);
      assert.match(conflicts[0]?.title ?? '', /email/);
      assert.match(conflicts[0]?.sentence ?? '', /^Whichever of add_column in 'bbb2' .*\.$/);
    });
  });

  test('what is moved brings along what is built on it, and what stays does not count', async () => {
    await withServer(files, async (client, project) => {
      const ofBoth = await conflictsOf(client, ['ddd4'], 'ccc3');
      assert.deepEqual(placesOf(project, ofBoth), ['ddd4 bbb2', 'eee5 ccc3']);
      const ofOne = await conflictsOf(client, ['eee5'], 'ccc3');
      assert.deepEqual(placesOf(project, ofOne), ['eee5 ccc3']);
      assert.deepEqual(await conflictsOf(client, ['eee5'], 'aaa1'), []);
    });
  });

  test('an environment that is not there has no answer', async () => {
    await withServer(files, async (client) => {
      const params = { environment: 'no such one', revisions: [], onto: null };
      assert.equal(await client.request(readConflicts, params), null);
    });
  });
});
