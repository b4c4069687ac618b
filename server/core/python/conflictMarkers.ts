import type { RevisionFileReading } from './revisionFile';

/** Whether Git left lines of an unresolved merge conflict in the file, so that it is not known what it will say. */
export function hasConflictMarkers({ problems }: RevisionFileReading): boolean {
  return problems.some(({ kind }) => kind === 'merge-conflict-markers');
}
