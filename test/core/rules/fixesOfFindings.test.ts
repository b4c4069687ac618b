import assert from 'node:assert/strict';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../../server/core/text/createDate';
import type { EditContext } from '../../../server/core/edits/editContext';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import type { Finding } from '../../../server/core/findings/finding';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { randomHistory } from '../../oracle/randomHistory';
import { applyChange } from '../edits/proof';
import type { Files } from '../edits/proof';
import { snapshotOf } from '../snapshotOf';
import { caseCount, caseSeed } from '../../fixtures/caseCount';

const date = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
assert.ok(date);
const scriptTemplate = `"""\${message}"""
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}

def upgrade():
    pass

def downgrade():
    pass
`;
const context: EditContext = { scriptTemplate, newRevisionId: 'f1e5a0b7c9d3', now: date };

/** Reasons for which a fix may be refused in a history that is broken in other ways too. */
const allowedRefusals =
  /is computed|another variable|would make a cycle|script\.py\.mako|would make it|does not parse|already/;

suite('rules: fixes', () => {
  test('a carried-out fix ends the finding that it was for, and brings no new error', () => {
    const seeds = Array.from({ length: caseCount(150) }, (_, index) => caseSeed() + index);
    const without = new Map<string, string>();
    const counts = new Map<string, { done: number; refused: number }>();
    for (const seed of seeds) {
      const files = Object.entries(randomHistory(seed)).map(([name, text]) => ({
        path: `/versions/${name}`,
        text,
      }));
      const before = snapshotOf(files);
      for (const finding of runRules(before, { rules: {} })) {
        let done = 0;
        for (const fix of finding.fixes) {
          const count = counts.get(`${finding.code} ${fix.kind}`) ?? { done: 0, refused: 0 };
          counts.set(`${finding.code} ${fix.kind}`, count);
          const outcome = applyFix(before, fix, context);
          if (!outcome.ok) {
            count.refused++;
            assert.match(outcome.reason, allowedRefusals, explain(seed, finding, files));
            continue;
          }
          count.done++;
          done++;
          const after = snapshotOf(applyChange(files, outcome.change));
          const left = runRules(after, { rules: {} }).filter((other) => isSame(finding, other));
          assert.deepEqual(left, [], explain(seed, finding, files));
          if (hidesErrors(before, finding)) continue;
          const broken = errorsOf(after).filter((error) => !errorsOf(before).includes(error));
          assert.deepEqual(broken, [], explain(seed, finding, files));
        }
        if (finding.severity === 'error' && done === 0 && !/not valid Python/.test(finding.message))
          without.set(finding.code, (without.get(finding.code) ?? '') + explain(seed, finding, files));
      }
    }
    for (const [key, { done, refused }] of [...counts].sort())
      console.log(`      ${key}: ${done}, refused ${refused}`);
    assert.deepEqual([...without.keys()], [], [...without.values()].join('\n').slice(0, 6000));
  });
});

/**
 * Behind one loop there may be another, what is built on one of two files with the same id shows only when
 * they are told apart, and a file that was not in the graph brings in what it names.
 */
function hidesErrors(snapshot: EnvironmentSnapshot, finding: Finding): boolean {
  const { revisions, scripts } = snapshot.map;
  const hasDuplicates = revisions.size < scripts.length && finding.code !== 'duplicate-revision-id';
  const file = snapshot.filesByPath.get(finding.file);
  const wasOutside = !file?.script || file.failure !== undefined;
  return wasOutside || hasDuplicates || errorsOf(snapshot).some((code) => /-cycle$|^self-/.test(code));
}

/** The rules of a snapshot's errors, but for crashes that depend on the order in which lines are walked. */
function errorsOf(snapshot: EnvironmentSnapshot): readonly string[] {
  return runRules(snapshot, { rules: {} }).flatMap(({ severity, code }) =>
    severity === 'error' && code !== 'redundant-parent' ? [code] : [],
  );
}

function isSame(before: Finding, after: Finding): boolean {
  return before.code === after.code && before.file === after.file && before.message === after.message;
}

function explain(seed: number, finding: Finding, files: Files): string {
  const texts = files.map(({ path, text }) => `#- ${path}\n${text}`).join('');
  return `seed ${seed}, ${finding.file} [${finding.code}] ${finding.message}\n${JSON.stringify(finding.fixes)}\n${texts}`;
}
