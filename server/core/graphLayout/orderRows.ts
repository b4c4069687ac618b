import type { GraphNode } from './graphNode';
import { Heap } from './heap';

/**
 * The nodes from the newest to the oldest: every child before its parents and dependencies, and otherwise by
 * date. A node without a date, or with one before its parents', counts as made with the latest of them. In a
 * cycle the node that comes first in `nodes` is the oldest.
 */
export function orderRows(nodes: readonly GraphNode[]): readonly number[] {
  const below = nodes.map(({ parents, dependencies }, node) =>
    [...new Set([...parents, ...dependencies])].filter((each) => each !== node),
  );
  const above: number[][] = nodes.map(() => []);
  for (const [node, downs] of below.entries()) for (const down of downs) above[down]?.push(node);
  const waitsFor = Int32Array.from(below, (downs) => downs.length);
  const dates = Float64Array.from(nodes, ({ date }) => date ?? -Infinity);
  const isPlaced = new Uint8Array(nodes.length);
  const free = new Heap((a, b) => (dates[a] ?? 0) - (dates[b] ?? 0) || a - b);
  for (const [node, count] of waitsFor.entries()) if (count === 0) free.push(node);
  const oldestFirst: number[] = [];
  let firstLeft = 0;
  while (oldestFirst.length < nodes.length) {
    let node = free.pop();
    if (node === undefined) {
      while (isPlaced[firstLeft]) firstLeft++;
      node = firstOfCycle(firstLeft, below, isPlaced);
    }
    if (isPlaced[node]) continue;
    isPlaced[node] = 1;
    oldestFirst.push(node);
    for (const child of above[node] ?? []) {
      if (isPlaced[child]) continue;
      dates[child] = Math.max(dates[child] ?? 0, dates[node] ?? 0);
      waitsFor[child] = (waitsFor[child] ?? 0) - 1;
      if (waitsFor[child] === 0) free.push(child);
    }
  }
  return oldestFirst.reverse();
}

/** Walks down from a node that waits for a cycle, and gives the node of the cycle that comes first. */
function firstOfCycle(
  start: number,
  below: readonly (readonly number[])[],
  isPlaced: ArrayLike<number>,
): number {
  const seenAt = new Map<number, number>();
  const path: number[] = [];
  let node = start;
  while (!seenAt.has(node)) {
    seenAt.set(node, path.length);
    path.push(node);
    const next = below[node]?.find((down) => !isPlaced[down]);
    if (next === undefined) return node;
    node = next;
  }
  return path.slice(seenAt.get(node)).reduce((first, each) => Math.min(first, each));
}
