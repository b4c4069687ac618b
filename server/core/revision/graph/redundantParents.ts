import type { RevisionGraph } from './revisionGraph';
import type { RevisionMap } from './revisionMap';

/** A revision with a parent or dependency that another of its parents or dependencies already builds on. */
export interface RedundantParent {
  readonly revision: string;
  /** The one that adds nothing. */
  readonly redundant: string;
  readonly kind: 'parent' | 'dependency';
  /** One that builds on it. */
  readonly through: string;
  /**
   * Three or more ways down: an upgrade over it may run its scripts and then fail in the version table with a
   * KeyError.
   */
  readonly canCrash: boolean;
}

/**
 * Finds parents and dependencies that are ancestors of another one of the same revision; Alembic gives no
 * warning of them.
 */
export function findRedundantParents(map: RevisionMap): readonly RedundantParent[] {
  const { graph } = map;
  const found: RedundantParent[] = [];
  for (const node of graph.idNodes.values()) {
    const downs = graph.downs(node);
    if (downs.length < 2) continue;
    const parents = new Set(graph.parents(node));
    const search = ancestorSearch(graph, downs);
    const redundant = new Map<number, number>();
    for (const through of downs)
      for (const down of search(through)) if (downs.includes(down)) redundant.set(down, through);
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

/**
 * The test whether one of a node's parents and normalised dependencies builds on another one of them, for
 * many questions about one graph: it remembers nothing of the answers, but needs no new memory for each.
 */
export function redundancyTest(graph: RevisionGraph): (node: number) => boolean {
  const { ranks } = graph;
  const { starts, targets } = graph.allDependencies.size === 0 ? graph.parentEdges : graph.downEdges;
  const met = new Uint32Array(graph.size);
  const asked = new Uint32Array(graph.size);
  const todo: number[] = [];
  let search = 0;
  let question = 0;
  return (asking) => {
    const first = starts[asking] ?? 0;
    const end = starts[asking + 1] ?? 0;
    let floor = Infinity;
    question++;
    for (let edge = first; edge < end; edge++) {
      const down = targets[edge] ?? 0;
      asked[down] = question;
      floor = ranks ? Math.min(floor, ranks[down] ?? 0) : 0;
    }
    for (let start = first; start < end; start++) {
      search++;
      todo.length = 0;
      for (let node = targets[start]; node !== undefined; node = todo.pop()) {
        for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) {
          const down = targets[edge] ?? 0;
          if (met[down] === search || (ranks && (ranks[down] ?? 0) < floor)) continue;
          if (asked[down] === question) return true;
          met[down] = search;
          todo.push(down);
        }
      }
    }
    return false;
  };
}

/**
 * Finds of the ancestors of a node those of some others, and perhaps more; itself only where it is on a
 * cycle. Looks no further than it has to.
 */
export function ancestorSearch(
  graph: RevisionGraph,
  wanted: readonly number[],
): (start: number) => ReadonlySet<number> {
  const { ranks } = graph;
  const { starts, targets } = graph.allDependencies.size === 0 ? graph.parentEdges : graph.downEdges;
  const floor = ranks && Math.min(...wanted.map((node) => ranks[node] ?? 0));
  return (start) => {
    const met = new Set<number>();
    const todo = [start];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) {
        const down = targets[edge] ?? 0;
        if (met.has(down) || (ranks && floor !== undefined && (ranks[down] ?? 0) < floor)) continue;
        met.add(down);
        todo.push(down);
      }
    }
    return met;
  };
}
