import type { EdgeList } from './edgeList';
import type { RevisionGraph } from './revisionGraph';

/** Revisions that lead back to themselves. */
export interface RevisionCycle {
  /** Ids in load order; one id for a revision that names itself. */
  readonly revisions: readonly string[];
  /** Whether the cycle needs a dependency; false if parents alone close it. */
  readonly throughDependency: boolean;
}

/**
 * Every cycle of the graph, those that Alembic fails to notice included: each strongly connected set of
 * revisions once.
 */
export function findCycles(graph: RevisionGraph): readonly RevisionCycle[] {
  const versioned = components(graph, graph.parentEdges, ['downRevisions']);
  // Without dependencies there is nothing that the search for parents has not seen.
  if (graph.allDependencies.size === 0) return versioned.map((nodes) => cycleOf(graph, nodes, false));
  const inVersioned = new Set(versioned.flat());
  const throughDependencies = components(graph, graph.allParentEdges, ['downRevisions', 'dependsOn']).filter(
    (nodes) => !nodes.some((node) => inVersioned.has(node)),
  );
  return [
    ...versioned.map((nodes) => cycleOf(graph, nodes, false)),
    ...throughDependencies.map((nodes) => cycleOf(graph, nodes, true)),
  ];
}

function cycleOf(graph: RevisionGraph, nodes: readonly number[], throughDependency: boolean): RevisionCycle {
  return { revisions: [...nodes].sort((a, b) => a - b).map((node) => graph.id(node)), throughDependency };
}

/** The graph leaves out edges by which a file names its own id. */
function namesItself(graph: RevisionGraph, node: number, fields: readonly Field[]): boolean {
  const script = graph.script(node);
  return fields.some((field) => script[field].includes(script.id));
}

type Field = 'downRevisions' | 'dependsOn';

/** Strongly connected components with an edge inside (Tarjan's algorithm with its own stack). */
function components(graph: RevisionGraph, edges: EdgeList, fields: readonly Field[]): number[][] {
  const order = new Int32Array(graph.size);
  const low = new Int32Array(graph.size);
  const open = new Uint8Array(graph.size);
  const path: number[] = [];
  const found: number[][] = [];
  let counter = 0;
  const work: number[] = [];
  const position = edges.starts.slice(0, graph.size);
  const enter = (node: number): void => {
    counter++;
    order[node] = counter;
    low[node] = counter;
    open[node] = 1;
    path.push(node);
    work.push(node);
  };
  const lower = (node: number, value: number): void => {
    if (value < (low[node] ?? 0)) low[node] = value;
  };
  for (const root of graph.idNodes.values()) {
    if (order[root]) continue;
    enter(root);
    for (let node = work.at(-1); node !== undefined; node = work.at(-1)) {
      const edge = position[node] ?? 0;
      if (edge < (edges.starts[node + 1] ?? 0)) {
        position[node] = edge + 1;
        const next = edges.targets[edge] ?? 0;
        if (!order[next]) enter(next);
        else if (open[next]) lower(node, order[next]);
        continue;
      }
      work.pop();
      const above = work.at(-1);
      if (above !== undefined) lower(above, low[node] ?? 0);
      if (low[node] !== order[node]) continue;
      const members: number[] = [];
      for (let member = path.pop(); member !== undefined; member = path.pop()) {
        open[member] = 0;
        members.push(member);
        if (member === node) break;
      }
      if (members.length > 1 || edges.of(node).includes(node) || namesItself(graph, node, fields))
        found.push(members);
    }
  }
  return found;
}
