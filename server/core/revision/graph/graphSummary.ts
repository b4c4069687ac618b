import { compareCodePoints } from '../../text/pythonText';
import type { RevisionMap } from './revisionMap';

/** One revision; empty lists are left out. */
export interface RevisionSummary {
  readonly down_revision?: readonly string[];
  readonly resolved_dependencies?: readonly string[];
  readonly normalized_dependencies?: readonly string[];
  readonly nextrev?: readonly string[];
  readonly all_nextrev?: readonly string[];
  readonly branch_labels?: readonly string[];
}

/** The whole graph for machines, in the names of Alembic's own attributes. */
export interface GraphSummary {
  readonly order: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly heads: readonly string[];
  readonly real_heads: readonly string[];
  readonly bases: readonly string[];
  readonly real_bases: readonly string[];
  readonly branch_points: readonly string[];
  readonly real_branch_points: readonly string[];
  readonly merge_points: readonly string[];
  readonly revisions: Readonly<Record<string, RevisionSummary>>;
}

/** Everything about a graph: ids in load order, what is unordered in Alembic sorted by code point. */
export function summarizeGraph(map: RevisionMap): GraphSummary {
  const { graph } = map;
  const order = [...graph.idNodes.keys()];
  const where = (test: (node: number) => boolean): string[] =>
    [...graph.idNodes].filter(([, node]) => test(node)).map(([id]) => id);
  return {
    order,
    labels: record(map.labels),
    heads: map.heads,
    real_heads: map.realHeads,
    bases: map.bases,
    real_bases: map.realBases,
    branch_points: where((node) => graph.isBranchPoint(node)),
    real_branch_points: where((node) => graph.isRealBranchPoint(node)),
    merge_points: where((node) => graph.isMergePoint(node)),
    revisions: record([...graph.idNodes].map(([id, node]) => [id, summarizeRevision(map, node)])),
  };
}

function summarizeRevision({ graph }: RevisionMap, node: number): RevisionSummary {
  const ids = (nodes: readonly number[]): string[] => nodes.map((each) => graph.id(each));
  const sorted = (names: Iterable<string>): string[] => [...names].sort(compareCodePoints);
  const all: Required<RevisionSummary> = {
    down_revision: graph.script(node).downRevisions,
    resolved_dependencies: ids(graph.dependencies(node)),
    normalized_dependencies: sorted(ids(graph.normalizedDependencies(node))),
    nextrev: sorted(ids(graph.children(node))),
    all_nextrev: sorted(ids(graph.allChildren(node))),
    branch_labels: sorted(graph.labels(node)),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, list]: [string, readonly string[]]) => list.length > 0),
  );
}

/** Ids may be called like anything, `__proto__` included. */
function record<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  return Object.fromEntries(entries);
}
