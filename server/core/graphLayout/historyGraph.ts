import { missingRevisions } from '../history/historyView';
import { RevisionView } from '../history/revisionView';
import { fileNameOf } from '../files/paths';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { findCycles } from '../revision/graph/findCycles';
import { parseCreateDate } from '../text/createDate';
import { layoutGraph } from './layoutGraph';
import type { EdgeKind, GraphNode } from './graphNode';

/** What a box of the graph is before anything else; what is wrong comes before what is usual. */
export type BoxKind =
  /** Named by others, and in no file. */
  | 'missing'
  | 'unreadable'
  /** Replaced by a later file with the same id. */
  | 'duplicate'
  | 'cycle'
  /** A parent or dependency can't be known without running the file. */
  | 'dynamic'
  | 'merge'
  | 'branch'
  | 'head'
  | 'base'
  | 'revision';

/** A revision, file or missing parent in its place. */
export interface GraphBox {
  /** The id; of a file without a readable id its name. */
  readonly id: string;
  readonly kind: BoxKind;
  /** First line; empty for what has none. */
  readonly message: string;
  /** Undefined where the revision is missing. */
  readonly file: string | undefined;
  readonly isHead: boolean;
  readonly isBase: boolean;
  /** Declared in its file. */
  readonly branchLabels: readonly string[];
  readonly row: number;
  readonly lane: number;
}

export interface GraphLine {
  /** Indices of boxes. */
  readonly child: number;
  readonly parent: number;
  readonly kind: EdgeKind;
  readonly lane: number;
}

/** A history in rows and lanes. Boxes stand in the order of their rows. */
export interface HistoryGraph {
  readonly boxes: readonly GraphBox[];
  readonly lines: readonly GraphLine[];
  readonly laneCount: number;
}

/**
 * Lays out everything an environment has: revisions, files that can't be read, and parents that are not
 * there.
 */
export function historyGraph(snapshot: EnvironmentSnapshot): HistoryGraph {
  const boxes = [...revisionBoxes(snapshot), ...unreadableBoxes(snapshot), ...missingBoxes(snapshot)];
  const nodes = findNodes(snapshot, boxes);
  const { order, rows, lanes, edges, laneCount } = layoutGraph(
    boxes.map((box) => toNode(snapshot, box, nodes)),
  );
  return {
    boxes: order.flatMap((node, row) => {
      const box = boxes[node];
      return box ? [{ ...box.shown, row, lane: lanes[node] ?? 0 }] : [];
    }),
    lines: edges.map(({ child, parent, ...line }) => ({
      ...line,
      child: rows[child] ?? 0,
      parent: rows[parent] ?? 0,
    })),
    laneCount,
  };
}

/** A box before it has a place, with what its lines follow from. */
interface Unplaced {
  readonly shown: Omit<GraphBox, 'row' | 'lane'>;
  readonly date: number | undefined;
  readonly view: RevisionView | undefined;
}

function revisionBoxes(snapshot: EnvironmentSnapshot): readonly Unplaced[] {
  const { map } = snapshot;
  const inCycle = new Set(findCycles(map.graph).flatMap(({ revisions }) => revisions));
  return map.scripts.flatMap((script) => {
    const revision = map.revisions.get(script.id);
    if (!revision) return [];
    const view = new RevisionView(snapshot, revision, script);
    const isDuplicate = revision.script !== script;
    const shown = {
      id: view.id,
      kind: isDuplicate ? 'duplicate' : inCycle.has(view.id) ? 'cycle' : kindOf(view),
      message: view.title,
      file: view.path,
      isHead: view.isHead && !isDuplicate,
      isBase: view.isBase && !isDuplicate,
      branchLabels: script.branchLabels,
    } as const;
    return [{ shown, date: dateOf(view.file), view }];
  });
}

function kindOf(view: RevisionView): BoxKind {
  if (view.dynamic.length > 0) return 'dynamic';
  if (view.isMergePoint) return 'merge';
  if (view.isBranchPoint) return 'branch';
  if (view.isHead) return 'head';
  return view.isBase ? 'base' : 'revision';
}

function unreadableBoxes({ files }: EnvironmentSnapshot): readonly Unplaced[] {
  const unread = files.filter((file) => !file.script);
  return unread.map((file) => {
    const message = '';
    const shown = {
      ...without,
      id: fileNameOf(file.path),
      kind: 'unreadable',
      message,
      file: file.path,
    } as const;
    return { shown, date: Infinity, view: undefined };
  });
}

/** A missing parent counts as old as the oldest revision that names it, so that it stands right below. */
function missingBoxes({ map, filesByPath }: EnvironmentSnapshot): readonly Unplaced[] {
  return missingRevisions(map).map(({ id, namedBy }) => {
    const files = namedBy.flatMap(
      (child) => filesByPath.get(map.revisions.get(child)?.script.file ?? '') ?? [],
    );
    const file = files.reduce<RevisionFile | undefined>(
      (oldest, each) => (oldest && (dateOf(oldest) ?? 0) <= (dateOf(each) ?? Infinity) ? oldest : each),
      undefined,
    );
    return {
      shown: { ...without, id, kind: 'missing', message: '', file: undefined },
      date: dateOf(file),
      view: undefined,
    };
  });
}

/** Milliseconds since 1970 of what stands behind `Create Date:`. */
function dateOf(file: RevisionFile | undefined): number | undefined {
  const written = file?.reading.docstringFields.createDate?.value;
  const date = written === undefined ? undefined : parseCreateDate(written);
  return date && date.epochSeconds * 1000 + date.microsecond / 1000;
}

const without = { isHead: false, isBase: false, branchLabels: [] };

/** The box that answers for a name: of several files with one id the one that Alembic keeps. */
function findNodes({ map }: EnvironmentSnapshot, boxes: readonly Unplaced[]): ReadonlyMap<string, number> {
  const nodes = new Map<string, number>();
  for (const [node, { shown }] of boxes.entries())
    if (shown.kind !== 'duplicate' && shown.kind !== 'unreadable') nodes.set(shown.id, node);
  for (const [label, id] of map.labels) {
    const node = nodes.get(id);
    if (node !== undefined && !nodes.has(label)) nodes.set(label, node);
  }
  return nodes;
}

function toNode(
  { map }: EnvironmentSnapshot,
  { shown, view, date }: Unplaced,
  nodes: ReadonlyMap<string, number>,
): GraphNode {
  const find = (name: string): readonly number[] => {
    const node = nodes.get(name);
    return node === undefined ? [] : [node];
  };
  const dependsOn = view?.script.dependsOn ?? [];
  const resolved = view?.dependencies.map(({ id }) => id) ?? [];
  return {
    parents: (view?.downRevisions ?? []).flatMap(find),
    dependencies: [...resolved, ...dependsOn.filter((name) => !map.revisions.has(name))].flatMap(find),
    date,
    isEnd: shown.kind === 'duplicate' || shown.kind === 'unreadable',
  };
}
