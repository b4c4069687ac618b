import assert from 'node:assert/strict';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { withinSeconds } from '../../fixtures/withinSeconds';
import { snapshotOf } from '../snapshotOf';

suite('rules: histories made to be slow', () => {
  test('a version location full of empty files', () => {
    const files = Array.from({ length: 12_000 }, (_, at) => ({ path: `/versions/f${at}.py`, text: '' }));
    const findings = withinSeconds(60, () => runRules(snapshotOf(files), { rules: {} }));
    assert.equal(findings.length, 2 * files.length);
  });

  for (const [title, parentOf] of [
    ['on one another', (at: number, step: number) => at - 1 - step],
    ['in cycles', (at: number, step: number) => (at * 7 + step * 13 + 1) % 500],
  ] as const)
    test(`merges of a hundred revisions each, ${title}`, () => {
      const files = Array.from({ length: 500 }, (_, at) => {
        const parents = Array.from({ length: 100 }, (__, step) => parentOf(at, step)).filter((id) => id >= 0);
        const names = parents.map((id) => `'r${id}', `).join('');
        return { path: `/versions/r${at}.py`, text: `revision = 'r${at}'\ndown_revision = (${names})\n` };
      });
      withinSeconds(60, () => runRules(snapshotOf(files), { rules: {} }));
    });
});
