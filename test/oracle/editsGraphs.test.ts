import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyFix } from '../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../server/core/text/createDate';
import { fixArbitrary, newId } from '../core/edits/fixes';
import type { PromisedFix } from '../core/edits/fixes';
import { historyArbitrary, oddHistoryArbitrary } from '../core/edits/histories';
import { applyChange } from '../core/edits/proof';
import type { Files } from '../core/edits/proof';
import { snapshotOf } from '../core/snapshotOf';
import { askAlembic } from './mergeOracle';
import { caseCount, caseSeed } from '../fixtures/caseCount';

suite('fixes, loaded by the real Alembic', () => {
  test('give the heads, bases, parents and dependencies that were promised', async () => {
    const seed = caseSeed();
    const now = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
    assert.ok(now);
    const drawn = fc.sample(
      fc
        .oneof(historyArbitrary, oddHistoryArbitrary)
        .chain((history) => fixArbitrary(history).map((promised) => ({ history, ...promised }))),
      { seed, numRuns: caseCount(400) },
    );
    const carriedOut: {
      readonly after: Files;
      readonly promise: PromisedFix['promise'];
      readonly kind: string;
    }[] = [];
    for (const { history, fix, promise } of drawn) {
      const outcome = applyFix(snapshotOf(history.files), fix, {
        scriptTemplate: undefined,
        newRevisionId: newId,
        now,
      });
      if (outcome.ok)
        carriedOut.push({ after: applyChange(history.files, outcome.change), promise, kind: fix.kind });
    }
    assert.ok(carriedOut.length > drawn.length / 2, `only ${carriedOut.length} were carried out`);
    const { answers } = await askAlembic(
      carriedOut.map(({ after }) => ({
        ask: 'load' as const,
        files: Object.fromEntries(after.map(({ path, text }) => [path.slice(1), text])),
        options: {},
      })),
    );
    for (const [index, { after, promise, kind }] of carriedOut.entries()) {
      const answer = answers[index];
      const where = `seed ${seed}, ${kind}: ${JSON.stringify(after)}`;
      assert.equal(answer?.error, undefined, where);
      const graph = Object.entries(answer?.revisions ?? {}).map(([id, { parents, dependencies }]) => ({
        id,
        parents,
        dependencies,
      }));
      const promised = [...promise].map(([id, { parents, dependencies }]) => ({
        id,
        parents,
        dependencies: [...dependencies].sort(),
      }));
      assert.deepEqual(graph.sort(byId), promised.sort(byId), where);
      const named = new Set(promised.flatMap(({ parents }) => parents));
      assert.deepEqual(
        new Set(answer?.heads),
        new Set(promised.filter(({ id }) => !named.has(id)).map(({ id }) => id)),
        where,
      );
      assert.deepEqual(
        new Set(answer?.bases),
        new Set(promised.filter(({ parents }) => parents.length === 0).map(({ id }) => id)),
        where,
      );
    }
  });
});

function byId(first: { readonly id: string }, second: { readonly id: string }): number {
  return first.id < second.id ? -1 : 1;
}
