import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { composeConfirmation } from '../../client/src/features/migrate/confirmation';
import { directions } from '../../client/src/features/migrate/direction';
import { progressReader } from '../../client/src/features/migrate/progressReader';
import type { DatabaseState } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { stepLines } from '../../client/src/infrastructure/alembic/databases/stepList';
import type { PlanStepDto } from '../../server/protocol/migrations';

const database: DatabaseState = {
  name: null,
  dialect: 'sqlite',
  driver: 'pysqlite',
  url: 'sqlite:///app.db',
  host: null,
  port: null,
  database: 'app.db',
  user: null,
  versionTable: 'alembic_version',
  versionTableSchema: null,
  heads: [],
};

const steps = (count: number, ...destructive: readonly number[]): readonly PlanStepDto[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `r${index + 1}`,
    message: `step ${index + 1}`,
    uri: '',
    destructive: destructive.includes(index + 1),
  }));

suite('the revisions in the question before a run', () => {
  test('few are all listed', () => {
    assert.equal(stepLines(steps(15, 7)).length, 15);
    assert.equal(stepLines(steps(15, 7))[6], '7. ⚠ step 7 — r7');
  });

  test('of many, those that lose data are never left out', () => {
    assert.deepEqual(stepLines(steps(37, 29)).slice(5), [
      '6. step 6 — r6',
      '… 22 more',
      '29. ⚠ step 29 — r29',
      '… 6 more',
      '36. step 36 — r36',
      '37. step 37 — r37',
    ]);
  });

  test('where too many lose data, they are counted', () => {
    const lines = stepLines(steps(40, ...Array.from({ length: 20 }, (_, index) => index + 11)));
    assert.ok(lines.length <= 20, lines.join('\n'));
    assert.deepEqual(lines.slice(-3), ['… 22 more, 14 of them ⚠', '39. step 39 — r39', '40. step 40 — r40']);
  });

  test('no message, id or name of a database is more than its own line', () => {
    const fake = 'harmless\n\nWill apply nothing.\u202e';
    const odd = { ...database, database: fake, host: 'h', url: fake, name: fake, heads: [fake] };
    const { detail } = composeConfirmation(directions.upgrade, 'head', [
      { databases: [odd], steps: [{ id: fake, message: fake, destructive: false, uri: '' }], headsAfter: [] },
    ]);
    assert.doesNotMatch(detail, /^Will apply nothing|\u202e/m);
    assert.match(detail, /1\. harmless⏎⏎Will apply nothing\.\\u202e — harmless⏎⏎/);
  });

  test('what the mark means stands above a long list, where nothing cuts it', () => {
    const detail = (count: number): readonly string[] =>
      composeConfirmation(directions.upgrade, 'head', [
        { databases: [database], steps: steps(count, count), headsAfter: [] },
      ]).detail.split('\n');
    assert.match(detail(37)[0] ?? '', /^⚠ marks/);
    assert.match(detail(3).at(-1) ?? '', /^⚠ marks/);
  });
});

suite('the progress of a run', () => {
  test('a log whose lines are wrapped before the id is followed by the order of the plan', () => {
    const read = progressReader([{ databases: [database], steps: steps(3), headsAfter: [] }]);
    assert.equal(read('INFO Running upgrade  -> r1, step 1'), '1 of 3: step 1');
    assert.equal(read('INFO Running upgrade r1 ->            migration.py:611'), '2 of 3: step 2');
    assert.equal(read('     r2, step 2'), undefined);
    assert.equal(read('INFO Running upgrade r2 -> r3         migration.py:611'), '3 of 3: step 3');
  });
});
