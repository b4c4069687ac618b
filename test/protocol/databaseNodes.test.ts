import assert from 'node:assert/strict';
import { databaseNodes, factNodes } from '../../client/src/features/databasesView/databaseNode';
import type { DatabaseNode } from '../../client/src/features/databasesView/databaseNode';
import type { DatabaseState } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { listEnvironments, readHistory } from '../../server/protocol/environments';
import { readPositions } from '../../server/protocol/migrations';
import { projectFiles } from './temporaryProject';
import { withServer } from './withServer';

suite('the rows of the Databases view', () => {
  test('say of each database where it stands and what is pending, and of an unknown revision that it is one', async () => {
    await withServer(projectFiles({ aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'" }), async (client) => {
      const [environment] = (await client.request(listEnvironments, null)).environments;
      assert.ok(environment);
      const { key } = environment;
      const history = await client.request(readHistory, { environment: key });
      assert.ok(history);
      const rows = async (...heads: readonly (readonly string[])[]): Promise<readonly string[]> => {
        const positions = (await client.request(readPositions, { environment: key, databases: heads })) ?? [];
        const appliedToEach = positions.map(({ applied }) => new Set(applied));
        const known = {
          ...{ databases: heads.map(databaseAt), current: new Set(heads.flat()), applied: new Set<string>() },
          ...{ appliedToEach, unknown: positions.flatMap(({ notHere }) => notHere) },
          ...{ isWhole: positions.every(({ isComplete }) => isComplete), asOf: undefined },
        };
        const nodes = databaseNodes(environment, history.revisions, known);
        return nodes.flatMap((node) => {
          assert.equal(node.forEnvironment, key);
          return node.kind === 'database' ? factNodes(node, 'asked as of 10:00').map(told) : told(node);
        });
      };
      assert.deepEqual(await rows(['bbb2'], ['ccc3'], []), [
        ...['at bbb2', 'pending: 1 pending', 'url: sqlite:///a', 'asked: asked as of 10:00'],
        ...['at ccc3', 'pending: up to date', 'url: sqlite:///a', 'asked: asked as of 10:00'],
        'empty: at base: nothing is applied',
        ...['pending: 3 pending', 'url: sqlite:///a', 'asked: asked as of 10:00'],
      ]);
      assert.deepEqual(await rows(['gone']), [
        ...['at gone, not here', 'url: sqlite:///a', 'asked: asked as of 10:00'],
      ]);
      const unasked = databaseNodes(environment, history.revisions, undefined);
      assert.deepEqual(
        unasked.map(({ kind }) => kind),
        ['notAsked'],
      );
    });
  });
});

function told(node: DatabaseNode): string {
  if (node.kind === 'place') return `at ${node.revisionId}${node.revision ? '' : ', not here'}`;
  return node.kind === 'fact' ? `${node.fact}: ${node.text}` : node.kind;
}

function databaseAt(heads: readonly string[]): DatabaseState {
  return {
    ...{ name: null, dialect: 'sqlite', driver: null, url: 'sqlite:///a', host: null, port: null },
    ...{ user: null, database: 'a', versionTable: null, versionTableSchema: null, heads },
  };
}
