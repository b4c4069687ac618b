import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../../server/core/text/createDate';
import type { EditContext } from '../../../server/core/edits/editContext';
import type { FixSpecification } from '../../../server/core/findings/fixSpecification';
import { fixArbitrary, newId } from './fixes';
import { historyArbitrary, oddHistoryArbitrary } from './histories';
import type { Files } from './proof';
import { applyChange, graphOf, undoEdits, untouchable } from './proof';
import { snapshotOf } from '../snapshotOf';
import { caseCount, caseSeed } from '../../fixtures/caseCount';

const date = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
assert.ok(date);
const context: EditContext = { scriptTemplate: undefined, newRevisionId: newId, now: date };

/** Reasons for which a random fix may be refused. */
const allowed =
  /no longer names that|already|another variable|as this would make it|share one value|several strings|would make a cycle|edited safely|backslash|has no depends_on/;

suite('fixes, on random histories in random spellings', () => {
  for (const [name, histories] of Object.entries({ usual: historyArbitrary, odd: oddHistoryArbitrary }))
    test(`give the promised graph, touch nothing else, and are undone to the byte: ${name} ones`, () => {
      const seed = caseSeed();
      const runs = caseCount(250);
      let done = 0;
      const refused = new Map<string, number>();
      fc.assert(
        fc.property(
          histories.chain((history) => fixArbitrary(history).map((promised) => ({ history, ...promised }))),
          ({ history, fix, promise }) => {
            const before = snapshotOf(history.files);
            const outcome = applyFix(before, fix, context);
            if (!outcome.ok) {
              assert.match(outcome.reason, allowed, explain(history.files, fix, outcome.reason));
              refused.set(fix.kind, (refused.get(fix.kind) ?? 0) + 1);
              return;
            }
            const after = applyChange(history.files, outcome.change);
            const graph = Object.entries(graphOf(after)).map(
              ([id, { parents, dependencies }]) => [id, { parents, dependencies }] as const,
            );
            assert.deepEqual(new Map(graph), new Map([...promise].sort(byOrderOf(graph.map(([id]) => id)))));
            assert.deepEqual(undoEdits(history.files, after, outcome.change), history.files);
            if (fix.kind !== 'disable-rule') {
              for (const [index, file] of history.files.entries()) {
                assert.equal(untouchable(after[index]?.text ?? ''), untouchable(file.text));
              }
            }
            done++;
          },
        ),
        { seed, numRuns: runs, endOnFailure: true },
      );
      assert.ok(done > runs / 2, `only ${done} were carried out; refused: ${JSON.stringify([...refused])}`);
    });
});

/** The fix and the files that it may touch, as text. */
function explain(files: Files, fix: FixSpecification, reason: string): string {
  const text = files
    .map((file) => `${file.path}\n${file.text.slice(0, file.text.indexOf('def upgrade'))}`)
    .join('\n');
  return `${reason}\n${JSON.stringify(fix)}\n${text}`;
}

function byOrderOf(ids: readonly string[]) {
  return ([first]: readonly [string, unknown], [second]: readonly [string, unknown]) =>
    ids.indexOf(first) - ids.indexOf(second);
}
