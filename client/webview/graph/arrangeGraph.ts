import type { GraphContents, GraphRow } from '../../src/features/graph/messages';
import type { GraphLineDto } from '../../../server/protocol/graph';

/** A row as it stands on the page: one of the history, or one that stands for a folded run of them. */
export interface ShownRow extends Omit<GraphRow, 'kind'> {
  readonly kind: GraphRow['kind'] | 'run';
  /** The rows of a folded run, the newest first; empty for all other rows. */
  readonly folded: readonly GraphRow[];
}

/** How the history is arranged on the page. */
export interface Arrangement {
  readonly newestLast: boolean;
  readonly foldsRuns: boolean;
  /** The runs that were opened, by the identity of their oldest row. */
  readonly opened: ReadonlySet<string>;
}

/** Rows from the top down, and lines between them by their numbers. */
export interface ArrangedGraph {
  readonly rows: readonly ShownRow[];
  readonly lines: readonly GraphLineDto[];
}

/** What tells a row from others and stays the same when the history is read again. */
export function identityOf({ uri, id }: Pick<GraphRow, 'uri' | 'id'>): string {
  return uri ?? id;
}

/** Names the run that ends with a row. */
export function identityOfRun(oldest: GraphRow): string {
  return `run:${identityOf(oldest)}`;
}

const fewestFolded = 4;

/** Orders the rows of a graph, and folds runs of revisions at which nothing happens. */
export function arrangeGraph(
  { rows, lines }: Pick<GraphContents, 'rows' | 'lines'>,
  { newestLast, foldsRuns, opened }: Arrangement,
): ArrangedGraph {
  const ends = foldsRuns ? endsOfRuns(rows, lines) : undefined;
  const shown: ShownRow[] = [];
  const places = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (!row) continue;
    const end = ends?.[at] ?? at;
    const oldest = rows[end];
    if (end - at + 1 < fewestFolded || !oldest || opened.has(identityOfRun(oldest))) {
      places[at] = shown.length;
      shown.push({ ...row, folded: [] });
      continue;
    }
    places.fill(shown.length, at, end + 1);
    shown.push(foldedRow(rows.slice(at, end + 1), oldest));
    at = end;
  }
  const last = shown.length - 1;
  const placeOf = (row: number): number => (newestLast ? last - (places[row] ?? 0) : (places[row] ?? 0));
  const kept = lines.map((line) => ({ ...line, child: placeOf(line.child), parent: placeOf(line.parent) }));
  return {
    rows: newestLast ? shown.toReversed() : shown,
    lines: foldsRuns ? kept.filter(({ child, parent }) => child !== parent) : kept,
  };
}

/** For each row the last one of the run that begins there, itself for those that begin none. */
function endsOfRuns(rows: readonly GraphRow[], lines: readonly GraphLineDto[]): Int32Array {
  const touching = new Int32Array(rows.length);
  const leadsToNext = new Uint8Array(rows.length);
  for (const { child, parent, kind } of lines) {
    touching[child] = (touching[child] ?? 0) + 1;
    touching[parent] = (touching[parent] ?? 0) + 1;
    if (kind === 'parent' && parent === child + 1) leadsToNext[child] = 1;
  }
  const isPlain = (at: number): boolean => {
    const row = rows[at];
    return touching[at] === 2 && row !== undefined && isUneventful(row);
  };
  const ends = Int32Array.from(rows, (_, at) => at);
  for (let at = rows.length - 2; at >= 0; at--) {
    const goesOn = isPlain(at) && isPlain(at + 1) && leadsToNext[at] === 1;
    if (goesOn && rows[at]?.state === rows[at + 1]?.state) ends[at] = ends[at + 1] ?? at + 1;
  }
  return ends;
}

function isUneventful({ kind, marks, labels, problems, current, losesData }: GraphRow): boolean {
  const events = marks.length + labels.length + problems.length + current.length;
  return kind === 'revision' && events === 0 && !losesData;
}

function foldedRow(folded: readonly GraphRow[], oldest: GraphRow): ShownRow {
  return {
    ...oldest,
    id: identityOfRun(oldest),
    kind: 'run',
    title: `${String(folded.length)} revisions without branches`,
    uri: null,
    folded,
  };
}
