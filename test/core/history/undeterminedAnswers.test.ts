import assert from 'node:assert/strict';
import { databasePosition } from '../../../server/core/history/databasePosition';
import { knownAnswer } from '../../../server/core/history/knownAnswer';
import { countPlanSteps, planFor, stampEffect } from '../../../server/core/history/migrationPlan';
import {
  whyNameIsUndetermined,
  whyPlanIsUndetermined,
  whyStampIsUndetermined,
} from '../../../server/core/history/undeterminedAnswers';
import type { Query } from '../../../server/core/revision/plan/query';
import { answerQuery } from '../../../server/core/revision/plan/query';
import { finish } from '../../../server/core/text/finish';
import { snapshotOf } from '../snapshotOf';

function revision(id: string, parent: string): { readonly path: string; readonly text: string } {
  const name = /^\w+$/.test(id) ? id : 'computed';
  const text = `revision = ${name === id ? `'${id}'` : id}
down_revision = ${parent}
def upgrade(): pass
def downgrade(): pass
`;
  return { path: `/versions/${name}.py`, text };
}

/** `b` computes its parent, which may be `a`; `c` and `d` are built on it. */
const open = snapshotOf([
  revision('a', 'None'),
  revision('b', 'parent()'),
  revision('c', "'b'"),
  revision('d', "'c'"),
]);
/** The same where nothing but `b`'s parents is open: it may have none. */
const oneLine = snapshotOf([revision('b', 'parent()'), revision('c', "'b'"), revision('d', "'c'")]);
/** One file computes its id. */
const nameless = snapshotOf([revision('a', 'None'), revision('id()', "'a'")]);
const known = snapshotOf([revision('a', 'None'), revision('b', "'a'")]);

suite('answers that only running files would give', () => {
  test('names', () => {
    const isOpen = (snapshot: typeof open, names: string): readonly string[] =>
      names.split(' ').filter((name) => whyNameIsUndetermined(snapshot, name) !== undefined);
    assert.deepEqual(isOpen(open, 'a b d c heads head a@head base zz'), ['heads', 'head', 'a@head']);
    assert.deepEqual(isOpen(oneLine, 'b d heads head base zz'), []);
    assert.deepEqual(isOpen(nameless, 'a heads head zz'), ['heads', 'head', 'zz']);
    assert.deepEqual(isOpen(known, 'a b heads head b-9 zz a+7 x@head'), []);
    assert.equal(
      whyNameIsUndetermined(open, 'head'),
      "What head stands for can't be known without running b.py, which computes down_revision: write it as text to know.",
    );
  });

  test('plans', () => {
    const isOpen = (
      snapshot: typeof open,
      direction: 'upgrade' | 'downgrade',
      target: string,
      ...rows: readonly string[]
    ): boolean =>
      whyPlanIsUndetermined(
        snapshot,
        direction,
        target,
        rows,
        planFor(snapshot.map, direction, target, rows),
      ) !== undefined;
    assert.ok(isOpen(open, 'upgrade', 'heads'));
    assert.ok(isOpen(open, 'upgrade', 'c'));
    assert.ok(isOpen(open, 'upgrade', 'heads', 'c'));
    assert.ok(isOpen(open, 'upgrade', 'a', 'd'), 'it may have been run');
    assert.ok(!isOpen(open, 'upgrade', 'a'));
    assert.ok(!isOpen(open, 'upgrade', 'd', 'b'));
    assert.ok(!isOpen(open, 'upgrade', '+1', 'c'));
    assert.ok(isOpen(open, 'upgrade', '+1', 'a'));
    assert.ok(isOpen(open, 'downgrade', 'base', 'd'));
    assert.ok(isOpen(open, 'downgrade', 'a', 'd'));
    assert.ok(isOpen(open, 'downgrade', '-3', 'd'));
    assert.ok(!isOpen(open, 'downgrade', '-1', 'd'));
    assert.ok(!isOpen(open, 'downgrade', 'b', 'd'));
    assert.ok(!isOpen(open, 'downgrade', 'base', 'a'));
    assert.ok(!isOpen(oneLine, 'upgrade', 'heads', 'b'));
    assert.ok(isOpen(oneLine, 'upgrade', 'heads'));
    assert.ok(isOpen(nameless, 'upgrade', 'heads'));
    assert.ok(!isOpen(nameless, 'upgrade', 'a'));
    assert.ok(!isOpen(known, 'upgrade', 'zz'));
  });

  test('numbers of steps', () => {
    const counts = countPlanSteps(open, 'upgrade', ['heads', 'd', 'a'], [['b'], []]);
    assert.deepEqual(finish(counts), [
      [null, null],
      [2, null],
      [null, 1],
    ]);
  });

  test('stamps', () => {
    const isOpen = (target: string, ...rows: readonly string[]): boolean =>
      whyStampIsUndetermined(open, [target], stampEffect(open.map, [target], rows, {})) !== undefined;
    assert.ok(isOpen('heads', 'c'));
    assert.ok(isOpen('c'));
    assert.ok(!isOpen('d', 'c'));
    assert.ok(!isOpen('a'));
  });

  test('where a database stands: what was not run is not known', () => {
    assert.equal(databasePosition(open.map, ['c']).isComplete, false);
    assert.equal(databasePosition(open.map, ['a']).isComplete, true);
    assert.equal(databasePosition(known.map, ['b']).isComplete, true);
  });

  test('queries', () => {
    const answer = (query: Query) => knownAnswer(open, query, answerQuery(open.map, query));
    const unknown = (what: string) =>
      `${what} can't be known without running b.py, which computes down_revision: write it as text to know.`;
    assert.deepEqual(answer({ ask: 'heads' }), {
      value: ['d'],
      unknown: unknown('Whether there are other heads'),
    });
    assert.deepEqual(answer({ ask: 'upgrade', arg: 'heads' }), { unknown: unknown('What would run') });
    assert.deepEqual(answer({ ask: 'upgrade', arg: 'a' }).plan, ['a']);
    assert.deepEqual(answer({ ask: 'downgrade', arg: 'base', current: ['d'] }), {
      unknown: unknown('What would run'),
    });
    assert.deepEqual(answer({ ask: 'new_revision' }), { unknown: unknown('What head stands for') });
    assert.deepEqual(answer({ ask: 'merge', revisions: ['heads'] }), {
      unknown: unknown('What heads stands for'),
    });
    assert.deepEqual(answer({ ask: 'resolve', arg: 'head' }), { unknown: unknown('What head stands for') });
    assert.deepEqual(answer({ ask: 'stamp', args: ['head'] }), { unknown: unknown('What head stands for') });
    assert.equal(answer({ ask: 'facts' }).unknown, unknown('The whole history'));
    assert.equal(answer({ ask: 'history' }).unknown, unknown('The whole history'));
    const heads: Query = { ask: 'heads' };
    assert.deepEqual(knownAnswer(known, heads, answerQuery(known.map, heads)), { value: ['b'] });
  });
});
