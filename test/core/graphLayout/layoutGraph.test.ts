import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layoutGraph } from '../../../server/core/graphLayout/layoutGraph';
import { assertLinear } from '../../fixtures/assertLinear';
import type { GraphLayout, GraphNode } from '../../../server/core/graphLayout/graphNode';

suite('the layout of the graph', () => {
  test('a line stands in lane 0, the newest on top', () => {
    assert.deepEqual(drawn(['a', 'b<a', 'c<b']), ['c', 'b', 'a']);
  });

  test('a branch has a lane of its own until it is merged', () => {
    assert.deepEqual(drawn(['a', 'b<a', 'c<a', 'd<b', 'm<d,c']), ['m', 'd |', '| c', 'b |', 'a']);
  });

  test('the lane of a merged branch is used again', () => {
    assert.deepEqual(drawn(['a', 'b<a', 'c<a', 'm<b,c', 'd<m', 'e<m', 'n<d,e']), [
      'n',
      '| e',
      'd |',
      'm',
      '| c',
      'b |',
      'a',
    ]);
  });

  test('heads keep their lanes to the top, so that a child finds its lane free', () => {
    assert.deepEqual(drawn(['a', 'b<a', 'c<a', 'd<b', 'x']), ['. . x', 'd', '| c', 'b |', 'a']);
  });

  test('the main line stays in lane 0 through any number of branches that are merged into it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 30 }), (branches) => {
        const nodes: GraphNode[] = [{ parents: [], dependencies: [], date: 0 }];
        const main = [0];
        for (const count of branches) {
          const from = main.at(-1) ?? 0;
          const add = (...parents: readonly number[]): number =>
            nodes.push({ parents, dependencies: [], date: nodes.length }) - 1;
          const next = add(from);
          const sides = Array.from({ length: count }, () => add(from));
          main.push(next, add(next, ...sides));
        }
        const { lanes, laneCount } = layoutGraph(nodes);
        for (const node of main) assert.equal(lanes[node], 0);
        assert.ok(laneCount <= 1 + Math.max(...branches), 'lanes of merged branches are used again');
      }),
    );
  });

  test('time grows with revisions and edges, in a line, with merges, and in a star', () => {
    const date = undefined;
    const line = (at: number): GraphNode => ({ parents: at === 0 ? [] : [at - 1], dependencies: [], date });
    const merges = (at: number): GraphNode => ({
      parents: at === 0 ? [] : at % 25 === 0 ? [at - 1, Math.max(0, at - 20)] : [at - 1],
      dependencies: [],
      date: at,
    });
    const star = (at: number): GraphNode => ({ parents: at === 0 ? [] : [0], dependencies: [], date: at });
    for (const node of [line, merges, star])
      assertLinear(3000, (count) => layoutGraph(Array.from({ length: count }, (_, at) => node(at))));
  });

  test('a revision that comes on top leaves the lanes of the others as they are', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (nodes, pick) => {
        const dates = nodes.map(({ date }) => date ?? 0);
        const top = { parents: [pick % nodes.length], dependencies: [], date: Math.max(...dates) + 1 };
        const before = layoutGraph(nodes);
        const after = layoutGraph([...nodes, top]);
        assert.deepEqual([...after.lanes.slice(0, -1)], [...before.lanes]);
        assert.deepEqual(
          [...after.rows.slice(0, -1)],
          [...before.rows].map((row) => row + 1),
        );
      }),
    );
  });

  test('no two things share a cell, and children stand above their parents', () => {
    fc.assert(fc.property(histories, (nodes) => assertSound(nodes, layoutGraph(nodes))));
  });

  test('circles and nodes that name themselves are drawn whole', () => {
    fc.assert(
      fc.property(brokenGraphs, (nodes) => assertSound(nodes, layoutGraph(nodes), { isBroken: true })),
    );
  });

  test('the same nodes give the same layout', () => {
    fc.assert(fc.property(brokenGraphs, (nodes) => assert.deepEqual(layoutGraph(nodes), layoutGraph(nodes))));
  });
});

const histories = graphs((node) => node);
const brokenGraphs = graphs((_node, size) => size);

/** Random graphs; `below` gives the number that parents are smaller than. */
function graphs(below: (node: number, size: number) => number): fc.Arbitrary<readonly GraphNode[]> {
  const numbers = fc.array(fc.nat(), { maxLength: 3 });
  const seeds = fc.array(
    fc.record({ parents: numbers, dependencies: numbers, date: fc.option(fc.nat(50), { nil: undefined }) }),
    { minLength: 1, maxLength: 40 },
  );
  return seeds.map((list) =>
    list.map(({ parents, dependencies, date }, node) => {
      const limit = below(node, list.length);
      const within = (values: readonly number[]): number[] =>
        limit === 0 ? [] : values.map((each) => each % limit);
      return { parents: within(parents), dependencies: within(dependencies.slice(2)), date };
    }),
  );
}

function assertSound(nodes: readonly GraphNode[], layout: GraphLayout, { isBroken = false } = {}): void {
  const { rows, lanes, edges } = layout;
  const cells = new Map<string, string>();
  const take = (row: number, lane: number, what: string): void => {
    const cell = `${String(row)}:${String(lane)}`;
    assert.equal(cells.get(cell), undefined, `${what} stands where ${String(cells.get(cell))} does`);
    cells.set(cell, what);
  };
  assert.deepEqual(
    [...rows].sort((a, b) => a - b),
    nodes.map((_, at) => at),
  );
  for (const [node, lane] of lanes.entries()) take(rows[node] ?? -1, lane, String(node));
  const wanted = new Set<string>();
  for (const [child, { parents, dependencies }] of nodes.entries())
    for (const parent of [...parents, ...dependencies])
      if (parent !== child) wanted.add(`${String(child)}-${String(parent)}`);
  for (const { child, parent, lane } of edges) {
    const name = `${String(child)}-${String(parent)}`;
    assert.ok(wanted.delete(name), `${name} is drawn twice, or is none`);
    const [from, to] = [rows[child] ?? 0, rows[parent] ?? 0];
    if (!isBroken) assert.ok(from < to, `${name} leads up`);
    for (let row = Math.min(from, to) + 1; row < Math.max(from, to); row++) take(row, lane, name);
  }
  assert.equal(wanted.size, 0);
}

/** The rows of a layout in letters: nodes by name, edges as bars. `c<a,b` has two parents. */
function drawn(names: readonly string[]): readonly string[] {
  const ids = names.map((name) => name.split('<')[0] ?? '');
  const nodes = names.map((name, at) => ({
    parents: (name.split('<')[1]?.split(',') ?? []).map((parent) => ids.indexOf(parent)),
    dependencies: [],
    date: at,
  }));
  const { rows, lanes, edges } = layoutGraph(nodes);
  const cells = nodes.map((): string[] => []);
  for (const [node, id] of ids.entries()) (cells[rows[node] ?? 0] ??= [])[lanes[node] ?? 0] = id;
  for (const { child, parent, lane } of edges)
    for (let row = (rows[child] ?? 0) + 1; row < (rows[parent] ?? 0); row++) (cells[row] ??= [])[lane] = '|';
  return cells.map((row) => Array.from(row, (cell) => cell ?? '.').join(' '));
}
