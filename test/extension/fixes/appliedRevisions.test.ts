import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { appliedOf } from '../../../client/src/features/fixes/appliedWarning';
import type { DatabaseState } from '../../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { DatabaseStates } from '../../../client/src/infrastructure/environments/databaseStates';
import type { HistoryServer } from '../../../client/src/infrastructure/server/historyServer';
import type { EnvironmentDto } from '../../../server/protocol/environments';
import type { DatabasePositionDto, DatabaseRows } from '../../../server/protocol/migrations';

/** The history is a line, a to d. */
const line = ['a', 'b', 'c', 'd'];
const environment = { key: 'alembic.ini', generation: 1 } as EnvironmentDto;

suite('fixes: what databases have run', () => {
  test('one of two databases is enough, and only those that have run it are named', async () => {
    const found = await ask({ far: ['c'], near: ['a'] }, ['b', 'c', 'd']);
    assert.deepEqual(found, { revisions: ['b', 'c'], databases: ['far'], unsure: [] });
    assert.deepEqual(await ask({ far: ['c'], near: ['a'] }, ['a']), {
      revisions: ['a'],
      databases: ['far', 'near'],
      unsure: [],
    });
  });

  test('nothing is known of a database at a revision that is not here', async () => {
    assert.deepEqual(await ask({ elsewhere: ['x'] }, ['b']), {
      revisions: [],
      databases: [],
      unsure: ['elsewhere'],
    });
    assert.deepEqual(await ask({ elsewhere: ['x'], here: ['b'] }, ['b']), {
      revisions: ['b'],
      databases: ['here'],
      unsure: ['elsewhere'],
    });
  });

  test('an empty database has run nothing', async () => {
    assert.deepEqual(await ask({ empty: [] }, line), { revisions: [], databases: [], unsure: [] });
  });
});

/** What is known of revisions where databases, by name, have these rows. */
async function ask(
  databases: Readonly<Record<string, readonly string[]>>,
  revisions: readonly string[],
): Promise<object> {
  const server = {
    onDidStart: () => ({ dispose: () => undefined }),
    didAskDatabases: () => undefined,
    readPositions: ({ databases: rows }: DatabaseRows) =>
      Promise.resolve(
        rows.map((heads): DatabasePositionDto => {
          const top = Math.max(-1, ...heads.map((id) => line.indexOf(id)));
          const notHere = heads.filter((id) => !line.includes(id));
          return { applied: line.slice(0, top + 1), notHere, isComplete: notHere.length === 0 };
        }),
      ),
  } as unknown as HistoryServer;
  const states = new DatabaseStates(server);
  states.set(
    environment.key,
    Object.entries(databases).map(([name, heads]) => ({ name, heads }) as unknown as DatabaseState),
  );
  const found = await appliedOf({ states }, { environment }, revisions);
  const names = (some: readonly DatabaseState[]): unknown => some.map(({ name }) => name);
  return {
    revisions: found.revisions,
    databases: names(found.databases),
    unsure: names(found.unsure),
  };
}
