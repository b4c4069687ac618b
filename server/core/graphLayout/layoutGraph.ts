import { assignLanes } from './assignLanes';
import type { GraphLayout, GraphNode } from './graphNode';
import { orderRows } from './orderRows';

/**
 * Places the nodes of a history in rows and lanes. The same nodes give the same layout. Outside of cycles a
 * child stands above its parents. No two nodes or edges share a cell. A node added on top leaves the lanes of
 * the others as they are.
 */
export function layoutGraph(nodes: readonly GraphNode[]): GraphLayout {
  const order = orderRows(nodes);
  const rows = new Int32Array(nodes.length);
  for (const [row, node] of order.entries()) rows[node] = row;
  return { rows, order, ...assignLanes(nodes, order, rows) };
}
