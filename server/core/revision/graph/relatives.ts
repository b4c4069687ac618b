import { ancestorEdges, reachableFrom, descendantEdges } from './traversal';
import type { NodeSet } from './traversal';
import type { RevisionMap } from './revisionMap';

type Through = 'parents' | 'parents-and-dependencies';

/**
 * The nodes of the graph that lead to a revision, itself included; nothing where there is no such id. Ends on
 * broken graphs too.
 */
export function ancestorNodes(map: RevisionMap, id: string, through: Through): NodeSet {
  const node = map.graph.idNodes.get(id);
  const edges = ancestorEdges(map.graph, through === 'parents-and-dependencies');
  return reachableFrom(edges, node === undefined ? [] : [node]);
}

/** The nodes of the graph that are built on a revision through children and dependants, itself included. */
export function descendantNodes(map: RevisionMap, id: string): NodeSet {
  const node = map.graph.idNodes.get(id);
  return reachableFrom(descendantEdges(map.graph, true), node === undefined ? [] : [node]);
}

/** The ids of what leads to the given revisions, themselves included, not looking past the id `notPast`. */
export function ancestorsOf(
  map: RevisionMap,
  start: readonly string[],
  through: Through = 'parents-and-dependencies',
  notPast?: string,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [...start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const revision = id === notPast ? undefined : map.revisions.get(id);
    if (!revision) continue;
    pending.push(...revision.downRevisions);
    if (through === 'parents-and-dependencies') pending.push(...revision.resolvedDependencies);
  }
  return reached;
}

/** Ids that can be asked for. */
export type IdSet = Pick<ReadonlySet<string>, 'has'>;

/** The ids of what is built on the given revision, itself included. */
export function descendantsOf(map: RevisionMap, id: string): IdSet {
  const { marks } = descendantNodes(map, id);
  return { has: (other) => marks[map.graph.idNodes.get(other) ?? -1] === 1 };
}
