import type { EdgeList } from './edgeList';

const unseen = -2;
const open = -1;

/**
 * The length of the longest way along the edges from each node, 0 where there is none; undefined where they
 * make a cycle.
 */
export function ranksAlong({ starts, targets }: EdgeList, size: number): Int32Array | undefined {
  const levels = new Int32Array(size).fill(unseen);
  const position = starts.slice(0, size);
  const path: number[] = [];
  for (let root = 0; root < size; root++) {
    if (levels[root] !== unseen) continue;
    path.push(root);
    levels[root] = open;
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = position[node] ?? 0;
      if (edge < (starts[node + 1] ?? 0)) {
        position[node] = edge + 1;
        const target = targets[edge] ?? 0;
        if (levels[target] === open) return undefined;
        if (levels[target] !== unseen) continue;
        levels[target] = open;
        path.push(target);
        continue;
      }
      path.pop();
      let level = 0;
      for (let each = starts[node] ?? 0; each < edge; each++)
        level = Math.max(level, (levels[targets[each] ?? 0] ?? 0) + 1);
      levels[node] = level;
    }
  }
  return levels;
}
