import assert from 'node:assert/strict';
import { historyOrder } from '../../../server/core/features/historyOrder';
import { buildRevisionMap } from '../../../server/core/revision/buildRevisionMap';
import type { RevisionScript } from '../../../server/core/revision/revisionScript';

function script(id: string, ...downRevisions: string[]): RevisionScript {
  return {
    id,
    downRevisions,
    dependsOn: [],
    branchLabels: [],
    message: '',
    hasUpgrade: true,
    hasDowngrade: true,
    file: `${id}.py`,
  };
}

suite('the order of a history', () => {
  test("is Alembic's where there is one", () => {
    const map = buildRevisionMap([script('a'), script('b', 'a'), script('c', 'a'), script('d', 'b', 'c')]);
    assert.deepEqual([...historyOrder(map)].sort(), ['a', 'b', 'c', 'd']);
    assert.equal(historyOrder(map)[0], 'd');
    assert.equal(historyOrder(map)[3], 'a');
  });

  test('holds every revision once although a parent is missing', () => {
    const map = buildRevisionMap([script('a'), script('b', 'a'), script('c', 'gone'), script('d', 'c')]);
    const order = historyOrder(map);
    assert.deepEqual([...order].sort(), ['a', 'b', 'c', 'd']);
    assert.ok(order.indexOf('d') < order.indexOf('c'));
    assert.ok(order.indexOf('b') < order.indexOf('a'));
  });

  test('holds every revision once although some are on a cycle', () => {
    const map = buildRevisionMap([
      script('a'),
      script('x', 'y'),
      script('y', 'x'),
      script('b', 'a'),
      script('z', 'z'),
    ]);
    const order = historyOrder(map);
    assert.deepEqual([...order].sort(), ['a', 'b', 'x', 'y', 'z']);
    assert.ok(order.indexOf('b') < order.indexOf('a'));
  });
});
