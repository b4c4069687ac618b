import { downward, related } from './related';
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
  const found: RedundantDown[] = [];
  for (const node of graph.idNodes.values()) {
    const downs = graph.downs(node);
    if (downs.length < 2) continue;
    const parents = new Set(graph.parents(node));
    for (const through of downs) {
      const ancestors = related(graph, downward(graph, true), [through]).marks;
      if (ancestors[node] === 1) continue;
      for (const redundant of downs) {
        if (redundant === through || ancestors[redundant] !== 1) continue;
        if (found.some((each) => each.revision === graph.id(node) && each.redundant === graph.id(redundant)))
          continue;
        found.push({
          revision: graph.id(node),
          redundant: graph.id(redundant),
          kind: parents.has(redundant) ? 'parent' : 'dependency',
          through: graph.id(through),
          canCrash: downs.length > 2,
        });
      }
    }
  }
  return found;
}
