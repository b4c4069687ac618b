import type { RevisionFileReading } from './revisionFile';

/** Whether the file holds markers of an unresolved merge conflict outside of strings. */
export function hasConflictMarkers({ problems }: RevisionFileReading): boolean {
  return problems.some(({ kind }) => kind === 'merge-conflict-markers');
}
