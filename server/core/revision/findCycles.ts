import type { RevisionGraph } from './revisionGraph';

/** Revisions that lead back to themselves. */
export interface RevisionCycle {
  /** Ids in load order; one id for a revision that names itself. */
  readonly revisions: readonly string[];
  /** Whether the circle needs a dependency; false if parents alone close it. */
  readonly throughDependency: boolean;
}

/** Every cycle of the graph, those that Alembic fails to notice included: each strongly connected set of revisions once. */
export function findCycles(graph: RevisionGraph): readonly RevisionCycle[] {
  const parents = (node: number): readonly number[] =>
    withSelf(graph, node, graph.parents(node), 'downRevisions');
  const all = (node: number): readonly number[] =>
    withSelf(graph, node, graph.allParents(node), 'downRevisions', 'dependsOn');
  const versioned = components(graph, parents);
  const inVersioned = new Set(versioned.flat());
  const throughDependencies = components(graph, all).filter(
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

function withSelf(
  graph: RevisionGraph,
  node: number,
  edges: readonly number[],
  ...fields: readonly ('downRevisions' | 'dependsOn')[]
): readonly number[] {
  const script = graph.scripts[node];
  return script && fields.some((field) => script[field].includes(script.id)) ? [...edges, node] : edges;
}

/** Strongly connected components with an edge inside (Tarjan's algorithm with its own stack). */
function components(graph: RevisionGraph, edges: (node: number) => readonly number[]): number[][] {
  const order = new Int32Array(graph.size);
  const low = new Int32Array(graph.size);
  const open = new Uint8Array(graph.size);
  const path: number[] = [];
  const found: number[][] = [];
  let counter = 0;
  const work: { readonly node: number; readonly next: readonly number[]; position: number }[] = [];
  const enter = (node: number): void => {
    counter++;
    order[node] = counter;
    low[node] = counter;
    open[node] = 1;
    path.push(node);
    work.push({ node, next: edges(node), position: 0 });
  };
  const lower = (node: number, value: number): void => {
    if (value < (low[node] ?? 0)) low[node] = value;
  };
  for (const root of graph.idNodes.values()) {
    if (order[root]) continue;
    enter(root);
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const next = frame.next[frame.position++];
      if (next !== undefined) {
        if (!order[next]) enter(next);
        else if (open[next]) lower(frame.node, order[next]);
        continue;
      }
      work.pop();
      const above = work.at(-1);
      if (above) lower(above.node, low[frame.node] ?? 0);
      if (low[frame.node] !== order[frame.node]) continue;
      const members: number[] = [];
      for (let node = path.pop(); node !== undefined; node = path.pop()) {
        open[node] = 0;
        members.push(node);
        if (node === frame.node) break;
      }
      if (members.length > 1 || edges(frame.node).includes(frame.node)) found.push(members);
    }
  }
  return found;
}
