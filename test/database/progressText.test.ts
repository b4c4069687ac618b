import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { progressText } from '../../client/src/infrastructure/alembic/output/progressText';

suite('what the notification of a run says', () => {
  for (const [step, seconds, isMigration, expected] of [
    [undefined, 3, true, undefined],
    ['2 of 7: add users', 3, true, '2 of 7: add users'],
    ['2 of 7: add users', 12, true, '2 of 7: add users · 12 s'],
    [undefined, 12, true, '12 s; env.py logs no steps'],
    [undefined, 75, false, '1 min 15 s'],
    [undefined, 2 * 3600 + 61, true, '2 h 1 min; env.py logs no steps'],
  ] as const) {
    test(`${step ?? 'no step'} after ${seconds} seconds: ${expected ?? 'nothing'}`, () => {
      assert.equal(progressText(step, seconds * 1000, isMigration), expected);
    });
  }
});
