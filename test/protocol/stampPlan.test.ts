import assert from 'node:assert/strict';
import { listEnvironments } from '../../server/protocol/environments';
import { planStamp } from '../../server/protocol/migrations';
import type { StampPlanDto } from '../../server/protocol/migrations';
import { projectFiles } from './temporaryProject';
import { withServer } from './withServer';

const forked = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "'bbb2'", ddd4: "'bbb2'", eee5: "('ccc3', 'ddd4')" };

suite('what a stamp would have a person believe', () => {
  const check = (
    what: string,
    { targets, current, purge = false }: { targets: string[]; current: string[]; purge?: boolean },
    expected: unknown,
  ): void => {
    test(what, async () => {
      await withServer(projectFiles(forked), async (client) => {
        const { environments } = await client.request(listEnvironments, null);
        const environment = environments[0]?.key ?? '';
        const plan = await client.request(planStamp, { environment, targets, current, purge });
        assert.deepEqual(short(plan), expected);
      });
    });
  };

  check(
    'forward: skipped, in the order of an upgrade',
    { targets: ['ccc3'], current: ['aaa1'] },
    {
      rowsAfter: ['ccc3'],
      believedApplied: ['bbb2', 'ccc3'],
      forgotten: [],
    },
  );
  check(
    'backward: forgotten, newest first',
    { targets: ['aaa1'], current: ['ccc3'] },
    {
      rowsAfter: ['aaa1'],
      believedApplied: [],
      forgotten: ['ccc3', 'bbb2'],
    },
  );
  check(
    'to base',
    { targets: ['base'], current: ['bbb2'] },
    {
      rowsAfter: [],
      believedApplied: [],
      forgotten: ['bbb2', 'aaa1'],
    },
  );
  check(
    'rows of another checkout, the table emptied first',
    { targets: ['bbb2'], current: ['f00'], purge: true },
    {
      rowsAfter: ['bbb2'],
      believedApplied: ['aaa1', 'bbb2'],
      forgotten: [],
    },
  );
  check(
    'over a merge from one of its parents',
    { targets: ['eee5'], current: ['ccc3'] },
    {
      rowsAfter: ['eee5'],
      believedApplied: ['ddd4', 'eee5'],
      forgotten: [],
    },
  );
  check(
    'nothing',
    { targets: ['head'], current: ['eee5'] },
    { rowsAfter: ['eee5'], believedApplied: [], forgotten: [] },
  );
  check(
    'an error of Alembic',
    { targets: ['nope'], current: [] },
    "Can't locate revision identified by 'nope'",
  );
  check(
    'rows that no file has, an error of Alembic',
    { targets: ['bbb2'], current: ['f00'] },
    "Can't locate revision identified by 'f00'",
  );

  test('an environment that is not there', async () => {
    await withServer(projectFiles(forked), async (client) => {
      const params = { environment: 'none', targets: ['head'], current: [], purge: false };
      assert.deepEqual(await client.request(planStamp, params), { kind: 'unknownEnvironment' });
    });
  });
});

function short(plan: StampPlanDto): unknown {
  if (plan.kind === 'error') return plan.message;
  if (plan.kind !== 'plan') return plan.kind;
  const { rowsAfter, believedApplied, forgotten } = plan;
  const ids = (steps: typeof forgotten): readonly string[] => steps.map(({ id }) => id);
  return { rowsAfter, believedApplied: ids(believedApplied), forgotten: ids(forgotten) };
}
