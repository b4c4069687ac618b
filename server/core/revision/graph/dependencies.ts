import { ranksAlong } from './ranks';
import { ancestorEdges, reachableFrom, descendantEdges } from './traversal';
import type { GraphEdges } from './graphEdges';

/**
 * Each node's dependencies less those that a (versioned) ancestor has too, Alembic's normalised dependencies.
 * In written order, where Alembic's order is that of a set.
 */
export function normalizeDependencies(graph: GraphEdges): ReadonlyMap<number, readonly number[]> {
  const dependants = new Map<number, number[]>();
  const normalized = new Map<number, readonly number[]>();
  for (const [node, dependencies] of graph.allDependencies) {
    const unique = [...new Set(dependencies)];
    normalized.set(node, unique);
    for (const dependency of unique) {
      const nodes = dependants.get(dependency);
      if (nodes) nodes.push(node);
      else dependants.set(dependency, [node]);
    }
  }
  const shared = [...dependants].filter(([, nodes]) => nodes.length > 1);
  if (shared.length === 0) return normalized;
  const drop = (node: number, dependency: number): void => {
    normalized.set(
      node,
      (normalized.get(node) ?? []).filter((each) => each !== dependency),
    );
  };
  // Below a node means having it as an ancestor only where every node answers for its id and no cycle leads
  // back to it.
  if (!hasCycle(graph)) {
    for (const [dependency, nodes] of shared) {
      const isAbove = testAbove(graph, nodes);
      for (const node of nodes) if (isAbove(node)) drop(node, dependency);
    }
    return normalized;
  }
  const names = new Set(shared.map(([dependency]) => dependency));
  for (const [node, dependencies] of graph.allDependencies) {
    if (!dependencies.some((dependency) => names.has(dependency))) continue;
    for (const ancestor of reachableFrom(ancestorEdges(graph, false), [node]).members) {
      if (ancestor !== node) for (const dependency of graph.dependencies(ancestor)) drop(node, dependency);
    }
  }
  return normalized;
}

/**
 * The test whether one of some nodes is built on another one of them. Looks no higher than the highest of
 * them lies.
 */
function testAbove(graph: GraphEdges, nodes: readonly number[]): (node: number) => boolean {
  const { ranks } = graph;
  const starts = nodes.flatMap((node) => [...graph.children(node)]);
  if (!ranks) {
    const { marks } = reachableFrom(descendantEdges(graph, false), starts);
    return (node) => marks[node] === 1;
  }
  const top = nodes.reduce((highest, node) => Math.max(highest, ranks[node] ?? 0), 0);
  const met = new Set<number>();
  for (let node = starts.pop(); node !== undefined; node = starts.pop()) {
    if (met.has(node) || (ranks[node] ?? 0) > top) continue;
    met.add(node);
    starts.push(...graph.children(node));
  }
  return (node) => met.has(node);
}

/** Whether parents form a cycle, or may seem to because several files have one id. */
export function hasCycle(graph: GraphEdges): boolean {
  if (graph.hasDuplicates) return true;
  return graph.ranks === undefined && ranksAlong(graph.parentEdges, graph.size) === undefined;
}
