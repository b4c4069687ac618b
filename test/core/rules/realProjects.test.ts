import assert from 'node:assert/strict';
import type { Finding } from '../../../server/core/findings/finding';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { snapshotOf } from '../snapshotOf';
import { readRealEnvironments } from './realProjectText';

/** Everything that rules may say of healthy projects beyond notes on their documentation, each looked at. */
const expectedWarnings: readonly string[] = [
  "copr main: [placeholder-revision-id] 'deaddeadc0de' looks made up by hand, and such ids collide with those of others: generate a new one while nobody has applied it.",
  "heat main: [missing-downgrade] 'c6214ca60943' has no downgrade(), so every downgrade past it fails: write one, or let it raise an error that says why there is none.",
  "keep main: [redundant-parent] 'aa167915c4d6' comes with 'combined_commentmention' already: remove it from down_revision.",
  "mlflow store: [placeholder-revision-id] 'a1b2c3d4e5f6' looks made up by hand, and such ids collide with those of others: generate a new one while nobody has applied it.",
];

suite('rules on real projects', () => {
  const environments = readRealEnvironments();
  if (!environments) {
    test('no corpus', function () {
      console.log('      no recorded projects beside the checkout: nothing compared');
      this.skip();
    });
    return;
  }
  test(`${environments.length} healthy environments get no error and no unexpected warning`, () => {
    const errors: string[] = [];
    const warnings: string[] = [];
    const counts = new Map<string, number>();
    for (const environment of environments) {
      const snapshot = snapshotOf(environment.files, environment);
      assert.equal(snapshot.files.length, environment.files.length, environment.name);
      for (const finding of runRules(snapshot, { rules: {} })) {
        const key = `${finding.severity}[${finding.code}]`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        if (finding.severity === 'error') errors.push(describe(environment.name, finding));
        if (finding.severity === 'warning') warnings.push(describe(environment.name, finding));
      }
    }
    for (const [key, count] of [...counts].sort()) console.log(`      ${key} ${count}`);
    assert.deepEqual(errors, []);
    assert.deepEqual(warnings, expectedWarnings);
  });
});

function describe(environment: string, finding: Finding): string {
  return `${environment}: [${finding.code}] ${finding.message}`;
}
