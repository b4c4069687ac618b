import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { listEnvironments } from '../../server/protocol/environments';
import { graphFormats, readGraph, readOperationWords, renderGraph } from '../../server/protocol/graph';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const forked = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "'aaa1'", ddd4: "('bbb2', 'ccc3')", eee5: "'gone'" };

async function keyOf(client: TestClient): Promise<string> {
  const { environments } = await client.request(listEnvironments, null);
  return environments[0]?.key ?? '';
}

suite('the graph over the protocol', () => {
  test('every revision has a row, missing parents too, and a line leads down to each parent', async () => {
    await withServer(projectFiles(forked), async (client, project) => {
      const environment = await keyOf(client);
      const graph = await client.request(readGraph, { environment });
      assert.ok(graph);
      const rowOf = (id: string): number => graph.boxes.findIndex((box) => box.id === id);
      assert.deepEqual(graph.boxes.map(({ id }) => id).sort(), [...Object.keys(forked), 'gone'].sort());
      assert.equal(graph.boxes[rowOf('gone')]?.kind, 'missing');
      assert.equal(graph.boxes[rowOf('gone')]?.uri, null);
      assert.equal(graph.boxes[rowOf('ddd4')]?.uri, project.uri(versionFile('ddd4')));
      assert.deepEqual(
        [graph.boxes[rowOf('ddd4')]?.kind, graph.boxes[rowOf('ddd4')]?.isHead],
        ['merge', true],
      );
      const lines = graph.lines.map(({ child, parent }) => `${child} ${parent}`).sort();
      const wanted = [
        ['bbb2', 'aaa1'],
        ['ccc3', 'aaa1'],
        ['ddd4', 'bbb2'],
        ['ddd4', 'ccc3'],
        ['eee5', 'gone'],
      ];
      assert.deepEqual(
        lines,
        wanted.map(([child = '', parent = '']) => `${rowOf(child)} ${rowOf(parent)}`).sort(),
      );
      for (const { child, parent } of graph.lines) assert.ok(child < parent, 'a child stands above');
      assert.equal(await client.request(readGraph, { environment: 'no such one' }), null);
    });
  });

  test('what revisions do is told by file, with null for what is none', async () => {
    const files = projectFiles({ aaa1: 'None' });
    const body = 'op.add_column("users", sa.Column("email", sa.Text()))';
    files['migrations/versions/bbb2.py'] =
      `${revisionText('bbb2', "'aaa1'")}\nfrom alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n    ${body}\n`;
    await withServer(files, async (client, project) => {
      const environment = await keyOf(client);
      const uris = [project.uri('migrations/versions/bbb2.py'), project.uri('nowhere.py')];
      const [words, none] = await client.request(readOperationWords, { environment, uris });
      assert.deepEqual(words?.upgrade, ['adds users.email']);
      assert.deepEqual(words.touches, ['users', 'users.email']);
      assert.equal(none, null);
    });
  });

  test('it is rendered for elsewhere in each format, and in none that is not one', async () => {
    await withServer(projectFiles(forked), async (client) => {
      const environment = await keyOf(client);
      for (const format of graphFormats) {
        const text = await client.request(renderGraph, { environment, format });
        for (const id of Object.keys(forked)) assert.ok(text?.includes(id), `${format} has ${id}`);
      }
      const odd = { environment, format: 'constructor' as 'svg' };
      assert.equal(await client.request(renderGraph, odd), null);
    });
  });
});
