import { findCycles } from '../../revision/graph/findCycles';
import type { Revision, RevisionMap } from '../../revision/graph/revisionMap';

/** One step of a loop: `from` names `to` in a header variable. */
export interface LoopEdge {
  readonly from: string;
  readonly to: string;
  readonly variable: 'down_revision' | 'depends_on';
}

/**
 * One shortest loop for every group of revisions that lead back to themselves, in load order; self-references
 * are left out. Loops through parents alone, or those that only a dependency closes.
 */
export function findLoops(
  map: RevisionMap,
  through: 'parents' | 'dependencies',
): readonly (readonly LoopEdge[])[] {
  if (map.graph.ranks) return [];
  return findCycles(map.graph)
    .filter((cycle) => cycle.revisions.length > 1 && cycle.throughDependency === (through === 'dependencies'))
    .flatMap((cycle) => {
      const inside = new Set(cycle.revisions);
      const edges = (revision: Revision) => edgesInside(revision, inside, through);
      const loop = shortestLoop(map, cycle.revisions, edges);
      return loop ? [loop] : [];
    });
}

function edgesInside(
  revision: Revision,
  inside: ReadonlySet<string>,
  through: 'parents' | 'dependencies',
): readonly LoopEdge[] {
  const from = revision.id;
  const belongs = (to: string) => to !== from && inside.has(to);
  const edges: LoopEdge[] = revision.downRevisions
    .filter(belongs)
    .map((to) => ({ from, to, variable: 'down_revision' }));
  if (through === 'dependencies') {
    for (const to of revision.resolvedDependencies.filter(belongs))
      edges.push({ from, to, variable: 'depends_on' });
  }
  return edges;
}

/** The shortest loop inside a group; in large groups the shortest one through the first revision. */
function shortestLoop(
  map: RevisionMap,
  group: readonly string[],
  edges: (revision: Revision) => readonly LoopEdge[],
): readonly LoopEdge[] | undefined {
  let best: readonly LoopEdge[] | undefined;
  const starts = group.length > 200 ? group.slice(0, 1) : group;
  for (const start of starts) {
    const loop = shortestWayBack(map, start, edges);
    if (loop && (!best || loop.length < best.length)) best = loop;
  }
  return best;
}

function shortestWayBack(
  map: RevisionMap,
  start: string,
  edges: (revision: Revision) => readonly LoopEdge[],
): readonly LoopEdge[] | undefined {
  const cameBy = new Map<string, LoopEdge>();
  let level = [start];
  while (level.length > 0) {
    const next: string[] = [];
    for (const id of level) {
      const revision = map.revisions.get(id);
      for (const edge of revision ? edges(revision) : []) {
        if (cameBy.has(edge.to)) continue;
        cameBy.set(edge.to, edge);
        if (edge.to === start) return unwind(cameBy, start);
        next.push(edge.to);
      }
    }
    level = next;
  }
  return undefined;
}

function unwind(cameBy: ReadonlyMap<string, LoopEdge>, start: string): readonly LoopEdge[] {
  const loop: LoopEdge[] = [];
  for (let edge = cameBy.get(start); edge; edge = cameBy.get(edge.from)) {
    loop.push(edge);
    if (edge.from === start) break;
  }
  return loop.reverse();
}
