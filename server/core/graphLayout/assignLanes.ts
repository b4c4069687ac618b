import type { EdgeKind, GraphEdge, GraphLayout, GraphNode } from './graphNode';
import { LaneTops } from './laneTops';

/**
 * Lanes of nodes and edges, from the oldest row up. A node keeps its lane reserved until the nearest child
 * takes it over, a head for ever. A merge takes the lowest lane of its parents, so the main line stays in
 * lane 0.
 */
export function assignLanes(
  nodes: readonly GraphNode[],
  order: readonly number[],
  rows: Int32Array,
): Pick<GraphLayout, 'lanes' | 'edges' | 'laneCount'> {
  const lanes = new Int32Array(nodes.length).fill(-1);
  const edges: GraphEdge[] = [];
  const tops = new LaneTops();
  /** Whether the node's lane waits for a child. */
  const waits = new Uint8Array(nodes.length);
  const lower = edgesToLowerRows(nodes, rows);

  for (const node of order.toReversed()) {
    const row = rows[node] ?? 0;
    const own = lower[node] ?? [];
    const heir = own
      .filter(({ kind, other }) => kind === 'parent' && waits[other])
      .reduce<LowerEdge | undefined>(
        (best, each) =>
          best === undefined || (lanes[each.other] ?? 0) < (lanes[best.other] ?? 0) ? each : best,
        undefined,
      );
    // Without a parent whose lane is free, the lane of the edge to the first parent; without any parent, one
    // that is free from here on.
    const first = heir ?? own.find(({ kind }) => kind === 'parent');
    const lane = heir
      ? (lanes[heir.other] ?? 0)
      : tops.lowestFree(first ? (rows[first.other] ?? 0) : row + 1);
    if (heir) waits[heir.other] = 0;
    lanes[node] = lane;
    const isEnd = nodes[node]?.isEnd === true;
    tops.take(lane, isEnd ? row : -Infinity);
    waits[node] = isEnd ? 0 : 1;

    for (const edge of own) {
      const { kind, other } = edge;
      const otherRow = rows[other] ?? 0;
      let edgeLane = lane;
      if (edge !== first && otherRow > row + 1) {
        const inherits = kind === 'parent' && waits[other] === 1;
        edgeLane = inherits ? (lanes[other] ?? 0) : tops.lowestFree(otherRow);
        if (inherits) waits[other] = 0;
        tops.take(edgeLane, row + 1);
      } else if (edge !== first && kind === 'parent' && waits[other]) {
        // The line of the parent in the next row ends here.
        waits[other] = 0;
        tops.take(lanes[other] ?? 0, otherRow);
      }
      edges.push(
        edge.isUp
          ? { child: other, parent: node, kind, lane: edgeLane }
          : { child: node, parent: other, kind, lane: edgeLane },
      );
    }
  }
  return { lanes, edges, laneCount: tops.count };
}

/** An edge as seen from the upper one of its ends; `isUp` where, in a cycle, that is the parent. */
interface LowerEdge {
  readonly other: number;
  readonly kind: EdgeKind;
  readonly isUp: boolean;
}

function edgesToLowerRows(nodes: readonly GraphNode[], rows: Int32Array): readonly (readonly LowerEdge[])[] {
  const lower: LowerEdge[][] = nodes.map(() => []);
  for (const [child, { parents, dependencies }] of nodes.entries()) {
    const enter = (parent: number, kind: EdgeKind): void => {
      if (parent === child) return;
      const isUp = (rows[parent] ?? 0) < (rows[child] ?? 0);
      if (isUp) lower[parent]?.push({ other: child, kind, isUp });
      else lower[child]?.push({ other: parent, kind, isUp });
    };
    const unique = new Set(parents);
    for (const parent of unique) enter(parent, 'parent');
    for (const dependency of new Set(dependencies))
      if (!unique.has(dependency)) enter(dependency, 'dependency');
  }
  return lower;
}
