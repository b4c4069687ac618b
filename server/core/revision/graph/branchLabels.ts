import { reachableFrom, descendantEdges } from './traversal';
import type { GraphEdges } from './graphEdges';

/**
 * Which labels reach which nodes: one bit for each pair, since on a long line every label may reach every
 * node.
 */
export class PropagatedLabels {
  readonly #graph: GraphEdges;
  readonly #words: number;
  readonly #bits: Uint32Array;
  /** The last result: consecutive look-ups mostly have the same labels. */
  #last: { readonly node: number; readonly names: ReadonlySet<string> } | undefined;

  constructor(graph: GraphEdges) {
    this.#graph = graph;
    this.#words = Math.ceil(graph.labelled.length / 32);
    this.#bits = new Uint32Array(graph.size * this.#words);
  }

  /** Gives a node the labels of the declaring node at a place in `graph.labelled`. */
  add(node: number, place: number): void {
    this.#bits[node * this.#words + (place >> 5)]! |= 1 << (place & 31);
  }

  /** The labels of a node. */
  get(node: number): ReadonlySet<string> {
    if (this.#last && this.#isSame(this.#last.node, node)) return this.#last.names;
    const { labelled } = this.#graph;
    const places = labelled.filter((_, place) => this.#has(node, place));
    const names = new Set(places.flatMap((declaring) => this.#graph.script(declaring).branchLabels));
    this.#last = { node, names };
    return names;
  }

  #has(node: number, place: number): boolean {
    return ((this.#bits[node * this.#words + (place >> 5)] ?? 0) & (1 << (place & 31))) !== 0;
  }

  #isSame(a: number, b: number): boolean {
    for (let word = 0; word < this.#words; word++)
      if (this.#bits[a * this.#words + word] !== this.#bits[b * this.#words + word]) return false;
    return true;
  }
}

/**
 * Spreads the declared labels as Alembic does: to all descendants along children, and from the last of them
 * upwards until the first real branch point or merge point.
 */
export function propagateLabels(graph: GraphEdges): PropagatedLabels {
  const labels = new PropagatedLabels(graph);
  const up = descendantEdges(graph, false);
  for (const [place, node] of graph.labelled.entries()) {
    // Alembic passes on the labels that a revision has from elsewhere too, but those reach the same revisions
    // on their own.
    const descendants = reachableFrom(up, [node]).members;
    for (const descendant of descendants) labels.add(descendant, place);
    let parent = descendants.at(-1);
    for (let steps = 0; parent !== undefined && steps < graph.size && !stops(graph, parent); steps++) {
      labels.add(parent, place);
      parent = graph.parents(parent)[0];
    }
  }
  return labels;
}

function stops(graph: GraphEdges, node: number): boolean {
  return graph.isRealBranchPoint(node) || graph.isMergePoint(node);
}
