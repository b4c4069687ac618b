import type { EdgeList } from './edgeList';
import { Raised, assertTrue } from './raised';
import type { RevisionGraph } from './revisionGraph';

/** What a look-up yields: a node, the symbol `base` that a walk can end in, or Alembic's None. */
export type Found = number | 'base' | undefined;

/** A set of nodes. */
export interface NodeSet {
  /** One byte a node. */
  readonly marks: Uint8Array;
  /** The members in the order in which they were reached. */
  readonly members: readonly number[];
}

/** Descendants along children only, or along dependants too. */
export function upward(graph: RevisionGraph, dependencies: boolean): EdgeList {
  return dependencies ? graph.allChildEdges : graph.childEdges;
}

/** Ancestors along parents only, or along normalised dependencies too. */
export function downward(graph: RevisionGraph, dependencies: boolean): EdgeList {
  return dependencies ? graph.downEdges : graph.parentEdges;
}

/** The targets and all that the edges lead to from them. */
export function related(
  graph: RevisionGraph,
  { starts, targets: ends }: EdgeList,
  targets: Iterable<Found>,
): NodeSet {
  const marks = new Uint8Array(graph.size);
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

/** The same, refusing targets of which one is reached from another. */
export function relatedDisjoint(
  graph: RevisionGraph,
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

function overlap(graph: RevisionGraph, target: number, others: readonly number[]): Raised {
  const names = others.map((node) => graph.id(node)).join(', ');
  return new Raised(
    'RevisionError',
    `Requested revision ${graph.id(target)} overlaps with other requested revisions ${names}`,
  );
}
