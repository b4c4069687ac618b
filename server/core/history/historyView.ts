import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { RevisionMap } from '../revision/graph/revisionMap';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { groupBy } from '../text/groupBy';
import { historyOrder } from './historyOrder';
import { RevisionView } from './revisionView';

/** A whole history. */
export interface HistoryView {
  /**
   * Newest first, as `historyOrder` has it; files that Alembic replaces by a later one with the same id
   * follow that one.
   */
  readonly revisions: readonly RevisionView[];
  readonly missing: readonly MissingRevision[];
  /** Files without a readable id, in load order. */
  readonly unreadable: readonly RevisionFile[];
  /** The order in which a person looks at it; each revision, missing revision and unreadable file once. */
  readonly rows: readonly HistoryRow[];
}

/** An id that is named as parent or dependency and that no file has. */
export interface MissingRevision {
  readonly id: string;
  /** The revisions that name it, in load order. */
  readonly namedBy: readonly string[];
}

/** One row: the index of what it shows in its list. */
export interface HistoryRow {
  readonly kind: 'revision' | 'missing' | 'unreadable';
  readonly index: number;
}

export function historyView(snapshot: EnvironmentSnapshot): HistoryView {
  const { map } = snapshot;
  const replaced = replacedScripts(map);
  const revisions = historyOrder(map).flatMap((id) => {
    const revision = map.revisions.get(id);
    if (!revision) return [];
    const scripts = [revision.script, ...(replaced.get(id) ?? [])];
    return scripts.map((script) => new RevisionView(snapshot, revision, script));
  });
  const missing = missingRevisions(map);
  const unreadable = snapshot.files.filter((file) => !file.script);
  return { revisions, missing, unreadable, rows: rowsOf(revisions, missing, unreadable.length) };
}

/** The names that stand for nothing that was loaded, each with those who name it, in load order. */
export function missingRevisions({ graph }: RevisionMap): readonly MissingRevision[] {
  return [...groupBy(graph.missing, ({ name }) => name)].map(([id, references]) => ({
    id,
    namedBy: [...new Set(references.map(({ node }) => node))].map((node) => graph.id(node)),
  }));
}

/** By id, the files that Alembic replaces by a later one with the same id, latest first. */
function replacedScripts(map: RevisionMap): ReadonlyMap<string, readonly RevisionScript[]> {
  if (map.scripts.length === map.revisions.size) return new Map();
  const replaced = map.scripts.filter((script) => map.revisions.get(script.id)?.script !== script);
  return groupBy(replaced.reverse(), ({ id }) => id);
}

/**
 * Heads first, then unreadable files, then the rest; a missing revision stands under the last row that names
 * it. Linear in the number of revisions.
 */
function rowsOf(
  revisions: readonly RevisionView[],
  missing: readonly MissingRevision[],
  unreadable: number,
): readonly HistoryRow[] {
  const all = revisions.map(({ isHead }, index) => ({ isHead, index }));
  const heads = all.filter(({ isHead }) => isHead).map(({ index }) => index);
  const others = all.filter(({ isHead }) => !isHead).map(({ index }) => index);
  const shown = [...heads, ...others];
  const placeOf = new Map(shown.map((index, place) => [revisions[index]?.id, place]));
  const below = groupBy(missing.keys(), (index) =>
    Math.max(-1, ...(missing[index]?.namedBy ?? []).map((id) => placeOf.get(id) ?? -1)),
  );
  const missingBelow = (place: number): readonly HistoryRow[] =>
    (below.get(place) ?? []).map((index) => ({ kind: 'missing', index }));
  const rows = shown.map((index, place): readonly HistoryRow[] => [
    { kind: 'revision', index },
    ...missingBelow(place),
  ]);
  return [
    ...rows.slice(0, heads.length).flat(),
    ...Array.from({ length: unreadable }, (_, index): HistoryRow => ({ kind: 'unreadable', index })),
    ...rows.slice(heads.length).flat(),
    ...missingBelow(-1),
  ];
}
