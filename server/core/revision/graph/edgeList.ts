/**
 * Edges of numbered nodes in two arrays: those of node n are `targets` from `starts[n]` to `starts[n + 1]`.
 */
export class EdgeList {
  constructor(
    readonly starts: Int32Array,
    readonly targets: Int32Array,
  ) {}

  of(node: number): readonly number[] {
    const start = this.starts[node] ?? 0;
    const end = this.starts[node + 1] ?? 0;
    if (start === end) return none;
    if (end === start + 1) return [this.targets[start] ?? 0];
    return Array.from(this.targets.subarray(start, end));
  }

  count(node: number): number {
    return (this.starts[node + 1] ?? 0) - (this.starts[node] ?? 0);
  }

  /** The nodes that have no edges, in ascending order. */
  nodesWithout(): number[] {
    const { starts } = this;
    const nodes: number[] = [];
    for (let node = 0; node + 1 < starts.length; node++)
      if (starts[node] === starts[node + 1]) nodes.push(node);
    return nodes;
  }
}

const none: readonly number[] = [];

/** Collects the edges of every node. */
export function collectEdges(size: number, edgesOf: (node: number) => readonly number[]): EdgeList {
  const starts = new Int32Array(size + 1);
  const targets: number[] = [];
  for (let node = 0; node < size; node++) {
    for (const target of edgesOf(node)) targets.push(target);
    starts[node + 1] = targets.length;
  }
  return new EdgeList(starts, Int32Array.from(targets));
}

/**
 * A copy with the edges of some nodes replaced; `changed` is in ascending order, `edgesOf` has the new edges
 * of each.
 */
export function replaceEdges(
  { starts, targets }: EdgeList,
  changed: readonly number[],
  edgesOf: readonly (readonly number[])[],
): EdgeList {
  const pieces: (Int32Array | readonly number[])[] = [];
  const moved = starts.slice();
  let copied = 0;
  let shift = 0;
  for (const [at, node] of changed.entries()) {
    const end = starts[node + 1] ?? 0;
    const edges = edgesOf[at] ?? none;
    pieces.push(targets.subarray(copied, starts[node]), edges);
    shift += edges.length - (end - (starts[node] ?? 0));
    copied = end;
    const next = changed[at + 1] ?? starts.length - 1;
    if (shift !== 0)
      for (let each = node + 1; each <= next; each++) moved[each] = (starts[each] ?? 0) + shift;
  }
  pieces.push(targets.subarray(copied));
  const result = new Int32Array(targets.length + shift);
  let place = 0;
  for (const piece of pieces) {
    result.set(piece, place);
    place += piece.length;
  }
  return new EdgeList(moved, result);
}

/** The transpose: edges by target. A target that is named twice has its source once. */
export function transpose({ starts, targets }: EdgeList, size: number): EdgeList {
  const isRepeated = (edge: number, start: number): boolean => {
    for (let other = start; other < edge; other++) if (targets[other] === targets[edge]) return true;
    return false;
  };
  const counts = new Int32Array(size + 1);
  for (let node = 0; node < size; node++) {
    const start = starts[node] ?? 0;
    const end = starts[node + 1] ?? 0;
    for (let edge = start; edge < end; edge++)
      if (edge === start || !isRepeated(edge, start)) counts[(targets[edge] ?? 0) + 1]!++;
  }
  for (let node = 0; node < size; node++) counts[node + 1]! += counts[node]!;
  const filled = counts.slice();
  const sources = new Int32Array(counts[size] ?? 0);
  for (let node = 0; node < size; node++) {
    const start = starts[node] ?? 0;
    const end = starts[node + 1] ?? 0;
    for (let edge = start; edge < end; edge++)
      if (edge === start || !isRepeated(edge, start)) sources[filled[targets[edge] ?? 0]!++] = node;
  }
  return new EdgeList(counts, sources);
}

/**
 * The edges without repeats, plus some nodes' extra edges; `order` sorts the joined edges of one node.
 * Returns the same list if there is nothing to add.
 */
export function withExtraEdges(
  edges: EdgeList,
  extra: ReadonlyMap<number, readonly number[]>,
  order = (joined: number[]) => joined,
): EdgeList {
  const nodes = [...new Set([...nodesThatRepeat(edges), ...extra.keys()])].sort((a, b) => a - b);
  if (nodes.length === 0) return edges;
  return replaceEdges(
    edges,
    nodes,
    nodes.map((node) => order([...new Set([...edges.of(node), ...(extra.get(node) ?? none)])])),
  );
}

function nodesThatRepeat(edges: EdgeList): readonly number[] {
  const { starts } = edges;
  const nodes: number[] = [];
  for (let node = 0; node + 1 < starts.length; node++) {
    if ((starts[node + 1] ?? 0) - (starts[node] ?? 0) < 2) continue;
    const own = edges.of(node);
    if (new Set(own).size < own.length) nodes.push(node);
  }
  return nodes;
}

/**
 * Incremental transpose. `transposed` is the transpose of `before`; `after` differs from `before` only at
 * `changed`. Takes time linear in the edges of the changed nodes.
 */
export function updateTranspose(
  transposed: EdgeList,
  before: EdgeList,
  after: EdgeList,
  changed: readonly number[],
): EdgeList {
  const isChanged = new Set(changed);
  const sources = new Map<number, number[]>();
  for (const node of changed) {
    for (const target of [...before.of(node), ...after.of(node)])
      if (!sources.has(target))
        sources.set(
          target,
          transposed.of(target).filter((each) => !isChanged.has(each)),
        );
    for (const target of new Set(after.of(node))) sources.get(target)?.push(node);
  }
  const targets = [...sources.keys()].sort((a, b) => a - b);
  return replaceEdges(
    transposed,
    targets,
    targets.map((target) => sources.get(target)?.sort((a, b) => a - b) ?? none),
  );
}

/**
 * The transpose of listed edges: `visit` is called for each edge, twice over, in the order in which they are
 * to be listed.
 */
export function collectTransposed(
  size: number,
  eachEdge: (visit: (source: number, target: number) => void) => void,
): EdgeList {
  const starts = new Int32Array(size + 1);
  let count = 0;
  eachEdge((_source, target) => {
    starts[target + 1] = (starts[target + 1] ?? 0) + 1;
    count++;
  });
  for (let node = 0; node < size; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const filled = starts.slice();
  const sources = new Int32Array(count);
  eachEdge((source, target) => {
    const place = filled[target] ?? 0;
    sources[place] = source;
    filled[target] = place + 1;
  });
  return new EdgeList(starts, sources);
}
