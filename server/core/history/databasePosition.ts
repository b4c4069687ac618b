import type { RevisionMap } from '../revision/graph/revisionMap';
import { appliedRevisions } from '../revision/plan/appliedRevisions';

/** Where a database stands, by the rows of its version table. */
export interface DatabasePosition {
  /** The revisions that it has run, in the order of an upgrade. */
  readonly applied: readonly string[];
  /** Rows that no file has. */
  readonly notHere: readonly string[];
  /**
   * Whether what is not in `applied` was not run: false for a row that is not here, for one whose parents
   * only running a file would tell, and for a graph that Alembic doesn't load.
   */
  readonly isComplete: boolean;
}

export function databasePosition(map: RevisionMap, rows: readonly string[]): DatabasePosition {
  const here = rows.filter((row) => map.revisions.has(row));
  const notHere = rows.filter((row) => !map.revisions.has(row));
  if (map.loadError) return { applied: here, notHere, isComplete: rows.length === 0 };
  const applied = appliedRevisions(map, here);
  const isWhole = applied.every((id) => !map.revisions.get(id)?.script.hasUnknownDownRevision);
  return { applied, notHere, isComplete: notHere.length === 0 && isWhole };
}
