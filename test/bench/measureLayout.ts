import { layoutGraph } from '../../server/core/graphLayout/layoutGraph';
import type { GraphNode } from '../../server/core/graphLayout/graphNode';
import { randomNumbers } from './randomNumbers';

// Lays out histories of several sizes in which, about every twenty-fifth revision, a branch of a few
// revisions is merged.
const sizes = (process.argv[2] ?? '1000,10000,50000').split(',').map(Number);
const rounds = 5;

function historyOf(count: number): readonly GraphNode[] {
  const random = randomNumbers(count);
  const nodes: GraphNode[] = [{ parents: [], dependencies: [], date: 0 }];
  const add = (...parents: readonly number[]): number =>
    nodes.push({ parents, dependencies: [], date: nodes.length }) - 1;
  let main = 0;
  while (nodes.length < count) {
    if (random() > 0.04) {
      main = add(main);
      continue;
    }
    let side = main;
    for (let at = Math.floor(random() * 4); at >= 0; at--) {
      side = add(side);
      main = add(main);
    }
    main = add(main, side);
  }
  return nodes;
}

const measured = sizes.map((count) => {
  const nodes = historyOf(count);
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    layoutGraph(nodes);
    return performance.now() - start;
  });
  const merges = nodes.filter(({ parents }) => parents.length > 1).length;
  const milliseconds = times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)];
  return { count: nodes.length, merges, milliseconds, lanes: layoutGraph(nodes).laneCount };
});
process.stdout.write(JSON.stringify(measured));
