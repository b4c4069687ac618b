import { attempt } from '../errors/alembicException';
import type { RevisionMap } from '../graph/revisionMap';
import { topologicalOrder } from '../graph/topologicalOrder';
import { ancestorEdges, nodeSet, reachableFrom } from '../graph/traversal';

/**
 * The revisions that the rows of a version table stand for: the rows and all that they build on, in the order
 * in which an upgrade would have run them; in load order if they form a cycle. Rows that are no id of the
 * graph stand for none.
 */
export function appliedRevisions({ graph }: RevisionMap, rows: readonly string[]): readonly string[] {
  const tips = [...new Set(rows)].flatMap((row) => graph.idNodes.get(row) ?? []);
  const { marks } = reachableFrom(ancestorEdges(graph, true), tips);
  const found = nodeSet(marks);
  const ordered = attempt(() => topologicalOrder(graph, found, tips).reverse());
  return (ordered.ok ? ordered.value : found.members).map((node) => graph.id(node));
}
