import { related, upward } from './related';
import type { RevisionGraph } from './revisionGraph';

/**
 * Spreads the declared labels as Alembic does: to all descendants along children, and from the last of them upwards until the first real
 * branch point or merge point.
 */
export function spreadLabels(graph: RevisionGraph): ReadonlyMap<number, ReadonlySet<string>> {
  const labels = new Map<number, Set<string>>();
  const add = (node: number, names: Iterable<string>): void => {
    const present = labels.get(node);
    if (!present) labels.set(node, new Set(names));
    else for (const name of names) present.add(name);
  };
  const declaring = graph.nodesWhere((node) => graph.script(node).branchLabels.length > 0);
  const up = upward(graph, false);
  for (const node of declaring) {
    // Alembic passes on the labels that a revision has from elsewhere too, but those reach the same revisions on their own.
    const names = graph.script(node).branchLabels;
    const descendants = related(graph, up, [node]).members;
    for (const descendant of descendants) add(descendant, names);
    let parent = descendants.at(-1);
    const seen = new Set<number>();
    while (parent !== undefined && !seen.has(parent) && !stops(graph, parent)) {
      seen.add(parent);
      add(parent, names);
      parent = graph.parents(parent)[0];
    }
  }
  return labels;
}

function stops(graph: RevisionGraph, node: number): boolean {
  return graph.isRealBranchPoint(node) || graph.isMergePoint(node);
}
