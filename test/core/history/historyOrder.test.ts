import assert from 'node:assert/strict';
import { historyOrder } from '../../../server/core/history/historyOrder';
import { buildRevisionMap } from '../../../server/core/revision/graph/buildRevisionMap';
import type { RevisionScript } from '../../../server/core/revision/graph/revisionScript';

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

  test('has what stands on a missing parent at the top, down to the place that is broken', () => {
    const sound = [script('a'), script('b', 'a'), script('c', 'b')];
    const broken = [script('x', 'gone'), script('y', 'x')];
    const expected = ['y', 'x', 'c', 'b', 'a'];
    assert.deepEqual(historyOrder(buildRevisionMap([...sound, ...broken])), expected);
    assert.deepEqual(historyOrder(buildRevisionMap([...broken, ...sound])), expected);
  });

  test('goes on with what is below a missing parent in the middle', () => {
    const scripts = [script('a'), script('b', 'a'), script('c', 'typo'), script('d', 'c'), script('e', 'd')];
    assert.deepEqual(historyOrder(buildRevisionMap(scripts)), ['e', 'd', 'c', 'b', 'a']);
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
