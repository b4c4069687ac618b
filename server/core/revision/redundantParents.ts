import { reverseEdges } from './edgeList';
import type { RevisionGraph } from './revisionGraph';
import type { RevisionMap } from './revisionMap';

/** A revision with a parent or dependency that another of its parents or dependencies already stands on. */
export interface RedundantDown {
  readonly revision: string;
  /** The one that adds nothing. */
  readonly redundant: string;
  readonly kind: 'parent' | 'dependency';
  /** One that stands on it. */
  readonly through: string;
  /** Three or more ways down: an upgrade over it may run its scripts and then fail in the version table with a KeyError. */
  readonly canCrash: boolean;
}

/** Finds parents and dependencies that are ancestors of another one of the same revision; Alembic gives no warning of them. */
export function findRedundantParents(map: RevisionMap): readonly RedundantDown[] {
  const { graph } = map;
  const levels = levelsOf(graph);
  const found: RedundantDown[] = [];
  for (const node of graph.idNodes.values()) {
    const downs = graph.downs(node);
    if (downs.length < 2) continue;
    const parents = new Set(graph.parents(node));
    const floor = Math.min(...downs.map((down) => levels[down] ?? 0));
    const redundant = new Map<number, number>();
    for (const through of downs)
      for (const down of above(graph, levels, floor, through))
        if (downs.includes(down)) redundant.set(down, through);
    for (const [down, through] of redundant) {
      if (redundant.get(through) === down) continue;
      found.push({
        revision: graph.id(node),
        redundant: graph.id(down),
        kind: parents.has(down) ? 'parent' : 'dependency',
        through: graph.id(through),
        canCrash: downs.length > 2,
      });
    }
  }
  return found;
}

/** The ancestors of a revision that may stand on something of a level. */
function above(graph: RevisionGraph, levels: Int32Array, floor: number, start: number): ReadonlySet<number> {
  const met = new Set<number>();
  const todo = [...graph.downs(start)];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (met.has(node) || node === start) continue;
    met.add(node);
    if ((levels[node] ?? 0) > floor) todo.push(...graph.downs(node));
  }
  return met;
}

/** Length of the longest way down; what lies on or above a cycle gets a level that rules nothing out. */
function levelsOf(graph: RevisionGraph): Int32Array {
  const levels = new Int32Array(graph.size);
  const waiting = new Int32Array(graph.size);
  const ready: number[] = [];
  const ups = reverseEdges(graph.size, (visit) => {
    for (let node = 0; node < graph.size; node++) for (const down of graph.downs(node)) visit(node, down);
  });
  for (let node = 0; node < graph.size; node++) {
    waiting[node] = graph.downEdges.count(node);
    if (waiting[node] === 0) ready.push(node);
  }
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const up of ups.of(node)) {
      levels[up] = Math.max(levels[up] ?? 0, (levels[node] ?? 0) + 1);
      const left = (waiting[up] ?? 0) - 1;
      waiting[up] = left;
      if (left === 0) ready.push(up);
    }
  }
  for (let node = 0; node < graph.size; node++) if ((waiting[node] ?? 0) > 0) levels[node] = graph.size;
  return levels;
}
