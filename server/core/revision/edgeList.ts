/** Edges of numbered nodes in two arrays: those of node n are `targets` from `starts[n]` to `starts[n + 1]`. */
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

/** The edges in the other direction: `visit` is called for each edge, twice over, in the order in which they are to be listed. */
export function reverseEdges(
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
