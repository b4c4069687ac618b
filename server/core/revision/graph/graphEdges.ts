import type { EdgeList } from './edgeList';
import type { RevisionScript } from './revisionScript';

/**
 * The edges of a revision graph, for traversals, labels and dependencies. A node is the index of a script in
 * load order.
 */
export interface GraphEdges {
  readonly size: number;
  readonly hasDuplicates: boolean;
  /** Nodes that declare labels, in load order. */
  readonly labelled: readonly number[];
  readonly parentEdges: EdgeList;
  readonly childEdges: EdgeList;
  /** Children and dependants. */
  readonly allChildEdges: EdgeList;
  /** Parents and normalised dependencies. */
  readonly downEdges: EdgeList;
  /** Nodes with a dependency, each with what it depends on. */
  readonly allDependencies: ReadonlyMap<number, readonly number[]>;
  /** Along parents and dependencies every edge leads to a lower rank; undefined for a graph with cycles. */
  readonly ranks: Int32Array | undefined;
  id(node: number): string;
  script(node: number): RevisionScript;
  parents(node: number): readonly number[];
  children(node: number): readonly number[];
  dependencies(node: number): readonly number[];
  isMergePoint(node: number): boolean;
  isRealBranchPoint(node: number): boolean;
}
