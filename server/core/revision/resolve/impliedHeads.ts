import { hasCycle } from '../graph/dependencies';
import type { RevisionMap } from '../graph/revisionMap';
import { ancestorEdges, descendantEdges, nodeSet, reachableFrom } from '../graph/traversal';
import { findRevisions } from './identifier';

/**
 * The rows and the heads that they imply through dependencies: everything applied that nothing applied stands
 * on. In load order.
 */
export function impliedHeads(map: RevisionMap, rows: readonly string[]): readonly number[] {
  const { graph } = map;
  const applied = reachableFrom(ancestorEdges(graph, true), new Set(findRevisions(map, rows)));
  const remaining = applied.marks;
  if (!hasCycle(graph)) {
    // With a revision all its ancestors are applied, so one with an applied descendant has an applied
    // child.
    return nodeSet(remaining).members.filter(
      (node) => !graph.children(node).some((child) => remaining[child] === 1),
    );
  }
  // Of applied revisions that form a cycle Alembic keeps the last one it looks at, so each is judged against
  // those still there.
  for (const node of nodeSet(remaining).members) {
    const isCovered = reachableFrom(descendantEdges(graph, false), [node]).members.some(
      (other) => other !== node && remaining[other] === 1,
    );
    if (isCovered) remaining[node] = 0;
  }
  return nodeSet(remaining).members;
}
