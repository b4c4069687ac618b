/** A box of the graph as the layout needs it: a revision, or a parent that is not there. */
export interface GraphNode {
  /**
   * Indices of parents, as written; a node that names itself or what comes back to it is drawn all the same.
   */
  readonly parents: readonly number[];
  /** Indices of what it depends on. */
  readonly dependencies: readonly number[];
  /** Milliseconds since 1970 of its create date; undefined where it has none. */
  readonly date: number | undefined;
  /** Nothing can come to build on it, so that its lane need not be kept free above it. */
  readonly isEnd?: boolean;
}

export type EdgeKind = 'parent' | 'dependency';

/** An edge runs down `lane` between the rows of its two ends, and bends into their lanes beside them. */
export interface GraphEdge {
  readonly child: number;
  readonly parent: number;
  readonly kind: EdgeKind;
  readonly lane: number;
}

/** Where everything stands; arrays are indexed by node. */
export interface GraphLayout {
  /** Row 0 is the newest. */
  readonly rows: Int32Array;
  readonly lanes: Int32Array;
  /** Nodes by row. */
  readonly order: readonly number[];
  /** Edges of a node to itself are left out. */
  readonly edges: readonly GraphEdge[];
  readonly laneCount: number;
}
