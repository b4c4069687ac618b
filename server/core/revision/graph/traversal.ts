import type { EdgeList } from './edgeList';
import { AlembicException, assertTrue } from '../errors/alembicException';
import type { GraphEdges } from './graphEdges';

/** The result of a look-up: a node, the symbol `base` that a walk can end in, or Alembic's None. */
export type Found = number | 'base' | undefined;

/** A set of nodes. */
export interface NodeSet {
  /** One byte a node. */
  readonly marks: Uint8Array;
  /** The members in the order in which they were reached. */
  readonly members: readonly number[];
}

/** The members of a set given by its marks. */
export function nodeSet(marks: Uint8Array): NodeSet {
  const members: number[] = [];
  for (let node = marks.indexOf(1); node !== -1; node = marks.indexOf(1, node + 1)) members.push(node);
  return { marks, members };
}

/** The edges to descendants: children only, or dependants too. */
export function descendantEdges(graph: GraphEdges, dependencies: boolean): EdgeList {
  return dependencies ? graph.allChildEdges : graph.childEdges;
}

/** The edges to ancestors: parents only, or normalised dependencies too. */
export function ancestorEdges(graph: GraphEdges, dependencies: boolean): EdgeList {
  return dependencies ? graph.downEdges : graph.parentEdges;
}

/** The targets and every node reachable from them along the edges. */
export function reachableFrom({ starts, targets: ends }: EdgeList, targets: Iterable<Found>): NodeSet {
  const marks = new Uint8Array(starts.length - 1);
  const members: number[] = [];
  const todo: number[] = [];
  for (const target of targets) {
    assertTrue(typeof target === 'number');
    todo.push(target);
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (marks[node]) continue;
      marks[node] = 1;
      members.push(node);
      const end = starts[node + 1] ?? 0;
      for (let edge = starts[node] ?? 0; edge < end; edge++) todo.push(ends[edge] ?? 0);
    }
  }
  return { marks, members };
}

/** The same; fails if one target is reachable from another. */
export function reachableDisjoint(
  graph: GraphEdges,
  { starts, targets: ends }: EdgeList,
  targets: readonly Found[],
): NodeSet {
  const marks = new Uint8Array(graph.size);
  const members: number[] = [];
  const todo: number[] = [];
  const isTarget = new Set(targets);
  for (const target of targets) {
    assertTrue(typeof target === 'number');
    const met = new Set<number>();
    todo.push(target);
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (node !== target && isTarget.has(node)) met.add(node);
      if (marks[node]) continue;
      marks[node] = 1;
      members.push(node);
      const end = starts[node + 1] ?? 0;
      for (let edge = starts[node] ?? 0; edge < end; edge++) todo.push(ends[edge] ?? 0);
    }
    if (met.size > 0)
      throw overlap(graph, target, targets.filter((each) => met.delete(each as number)) as number[]);
  }
  return { marks, members };
}

function overlap(graph: GraphEdges, target: number, others: readonly number[]): AlembicException {
  const names = others.map((node) => graph.id(node)).join(', ');
  return new AlembicException(
    'RevisionError',
    `Requested revision ${graph.id(target)} overlaps with other requested revisions ${names}`,
  );
}
