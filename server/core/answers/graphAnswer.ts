import type { BoxKind, HistoryGraph } from '../graphLayout/historyGraph';
import type { EdgeKind } from '../graphLayout/graphNode';

/** The graph for machines: `alembic-ls graph --json`. */
export interface GraphAnswer {
  /** By row, the newest first. */
  readonly nodes: readonly {
    readonly id: string;
    readonly row: number;
    readonly lane: number;
    readonly kind: BoxKind;
    readonly message: string;
    readonly isHead: boolean;
    readonly isBase: boolean;
    readonly branchLabels: readonly string[];
    /** As it is shown; null where the revision is missing. */
    readonly file: string | null;
  }[];
  /** `lane` is where the edge runs between the rows of its ends. */
  readonly edges: readonly {
    readonly child: string;
    readonly parent: string;
    readonly kind: EdgeKind;
    readonly lane: number;
  }[];
}

/** Describes a laid out history; `shown` gives a path as it is shown. */
export function graphAnswer({ boxes, lines }: HistoryGraph, shown: (path: string) => string): GraphAnswer {
  const idOf = (at: number): string => boxes[at]?.id ?? '';
  return {
    nodes: boxes.map(({ id, row, lane, kind, message, isHead, isBase, branchLabels, file }) => ({
      ...{ id, row, lane, kind, message, isHead, isBase, branchLabels },
      file: file === undefined ? null : shown(file),
    })),
    edges: lines.map(({ child, parent, kind, lane }) => ({
      child: idOf(child),
      parent: idOf(parent),
      kind,
      lane,
    })),
  };
}
