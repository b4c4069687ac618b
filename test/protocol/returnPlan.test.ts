import assert from 'node:assert/strict';
import { listEnvironments } from '../../server/protocol/environments';
import { planReturn } from '../../server/protocol/migrations';
import type { ReturnPlanDto } from '../../server/protocol/migrations';
import { projectFiles, revisionText } from './temporaryProject';
import { withServer } from './withServer';

type History = Readonly<Record<string, string>>;

suite('the downgrade that leads back from another checkout', () => {
  const check = (
    what: string,
    {
      here,
      there,
      databases,
    }: {
      readonly here: History;
      readonly there: History;
      readonly databases: readonly (readonly string[])[];
    },
    expected: unknown,
  ): void => {
    test(what, async () => {
      const elsewhere = Object.entries(there).map(([id, down]) => [
        `elsewhere/${id}_make.py`,
        revisionText(id, down),
      ]);
      const files = { ...projectFiles(here), ...(Object.fromEntries(elsewhere) as Record<string, string>) };
      await withServer(files, async (client, project) => {
        const { environments } = await client.request(listEnvironments, null);
        const environment = environments[0]?.key ?? '';
        const versionLocationUris = [project.uri('elsewhere')];
        const plan = await client.request(planReturn, { environment, versionLocationUris, databases });
        assert.deepEqual(short(plan), expected);
      });
    });
  };

  const line = { aa: 'None', bb: "'aa'" };

  check(
    'to the newest revision that both have, newest first',
    { here: line, there: { ...line, cc: "'bb'", dd: "'cc'", ee: "'dd'" }, databases: [['dd']] },
    { target: 'bb', steps: [['dd', 'cc']], alsoHere: [] },
  );
  check(
    'this checkout went another way from there: its own revisions play no part',
    { here: { ...line, xx: "'bb'" }, there: { ...line, cc: "'bb'" }, databases: [['cc']] },
    { target: 'bb', steps: [['cc']], alsoHere: [] },
  );
  check(
    'a branch beside one that stays is reverted alone',
    { here: { ...line, kk: "'bb'" }, there: { ...line, kk: "'bb'", cc: "'bb'" }, databases: [['kk', 'cc']] },
    { target: 'cc@bb', steps: [['cc']], alsoHere: [] },
  );
  check(
    'a merge of two branches that are not here',
    {
      here: line,
      there: { ...line, cc: "'bb'", dd: "'bb'", mm: "('cc', 'dd')" },
      databases: [['mm']],
    },
    { target: 'bb', steps: [['mm', 'cc', 'dd']], alsoHere: [] },
  );
  check(
    'what is here and follows what is not is reverted too, and named',
    {
      here: { aa: 'None', bb: "'aa'" },
      there: { aa: 'None', zz: "'aa'", bb: "'zz'" },
      databases: [['bb']],
    },
    { target: 'aa', steps: [['bb', 'zz']], alsoHere: ['bb'] },
  );
  check(
    'a line of its own from the very start',
    { here: line, there: { ...line, oo: 'None', pp: "'oo'" }, databases: [['bb', 'pp']] },
    { target: 'oo@base', steps: [['pp', 'oo']], alsoHere: [] },
  );
  check(
    'several databases, each from where it stands',
    { here: line, there: { ...line, cc: "'bb'", dd: "'cc'" }, databases: [['dd'], ['cc'], ['bb']] },
    { target: 'bb', steps: [['dd', 'cc'], ['cc'], []], alsoHere: [] },
  );
  check(
    'several databases, one of which is not downgraded that far',
    { here: line, there: { ...line, cc: "'bb'" }, databases: [['cc'], ['aa']] },
    'No single downgrade reverts only the revisions that are missing here; check out a branch that has them and downgrade there.',
  );
  check(
    'a row that the other checkout lacks too',
    { here: line, there: { ...line, cc: "'bb'" }, databases: [['f00']] },
    'It does not have f00 either.',
  );
  check(
    'nothing to revert',
    { here: line, there: line, databases: [['bb']] },
    'Nothing that it has and that is not here is applied.',
  );
  check(
    'a checkout that Alembic could not load',
    { here: line, there: { ...line, cc: "'gone'" }, databases: [['cc']] },
    "'gone'",
  );
});

function short(plan: ReturnPlanDto): unknown {
  if (plan.kind === 'error') return plan.message;
  if (plan.kind !== 'plan') return plan.kind;
  const { target, databases, alsoHere } = plan;
  return { target, steps: databases.map((steps) => steps.map(({ id }) => id)), alsoHere };
}
