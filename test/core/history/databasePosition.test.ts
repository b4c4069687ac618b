import assert from 'node:assert/strict';
import { databasePosition } from '../../../server/core/history/databasePosition';
import { planFor, stampEffect } from '../../../server/core/history/migrationPlan';
import { buildRevisionMap } from '../../../server/core/revision/graph/buildRevisionMap';
import type { RevisionMap } from '../../../server/core/revision/graph/revisionMap';
import type { RevisionScript } from '../../../server/core/revision/graph/revisionScript';

function script(
  id: string,
  downRevisions: readonly string[],
  more?: Partial<RevisionScript>,
): RevisionScript {
  return {
    id,
    downRevisions,
    dependsOn: [],
    branchLabels: [],
    message: '',
    hasUpgrade: true,
    hasDowngrade: true,
    file: `${id}.py`,
    ...more,
  };
}

/** `a` to `d` in a line, `x` beside it, and `y` that depends on `b`. */
const scripts = [
  script('a', []),
  script('b', ['a']),
  script('c', ['b']),
  script('d', ['c']),
  script('x', ['a']),
  script('y', [], { dependsOn: ['b'] }),
];

function check(map: RevisionMap, rows: readonly string[], ...expected: readonly string[]): void {
  const { applied, notHere, isComplete } = databasePosition(map, rows);
  assert.deepEqual(
    [...applied, ...notHere.map((id) => `not here ${id}`), ...(isComplete ? [] : ['?'])],
    expected,
  );
}

suite('where a database stands', () => {
  test('its rows and all that they build on are applied, oldest first', () => {
    const map = buildRevisionMap(scripts);
    check(map, []);
    check(map, ['c'], 'a', 'b', 'c');
    check(map, ['c', 'x'], 'a', 'x', 'b', 'c');
    check(map, ['y'], 'a', 'b', 'y');
    check(map, ['y', 'b'], 'a', 'b', 'y');
  });

  test('a revision without downgrade() is applied like any other', () => {
    check(buildRevisionMap([script('a', []), script('b', ['a'], { hasDowngrade: false })]), ['b'], 'a', 'b');
  });

  test('what a database has below a row that is not here is not known', () => {
    check(buildRevisionMap(scripts), ['gone', 'b'], 'a', 'b', 'not here gone', '?');
  });

  test('only the rows themselves are known where Alembic does not load the history', () => {
    const broken = buildRevisionMap([...scripts, script('z', ['missing'])]);
    check(broken, ['b'], 'b', '?');
    check(broken, []);
  });

  test('a cycle that Alembic does not notice is applied as a whole', () => {
    const map = buildRevisionMap([
      script('a', []),
      script('b', ['a', 'd']),
      script('c', ['b']),
      script('d', ['c']),
      script('e', ['d']),
    ]);
    assert.equal(map.loadError, undefined);
    assert.deepEqual([...databasePosition(map, ['e']).applied].sort(), ['a', 'b', 'c', 'd', 'e']);
  });

  test('equals what an upgrade from nothing to its rows runs', () => {
    const map = buildRevisionMap(scripts);
    for (const row of map.revisions.keys()) {
      const plan = planFor(map, 'upgrade', row, []);
      assert.deepEqual(plan.ok && plan.value.steps, databasePosition(map, [row]).applied);
    }
  });

  test('a stamp says which revisions it makes applied, and which it forgets', () => {
    const map = buildRevisionMap(scripts);
    assert.deepEqual(stampEffect(map, ['d'], ['b'], {}), {
      ok: true,
      value: { rowsAfter: ['d'], believedApplied: ['c', 'd'], forgotten: [] },
    });
    assert.deepEqual(stampEffect(map, ['a'], ['d'], {}), {
      ok: true,
      value: { rowsAfter: ['a'], believedApplied: [], forgotten: ['d', 'c', 'b'] },
    });
  });
});
