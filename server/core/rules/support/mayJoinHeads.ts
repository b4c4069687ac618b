import type { RevisionFile } from '../../project/environmentSnapshot';
import { hasConflictMarkers } from '../../python/conflictMarkers';

/**
 * Whether a parent or id is computed, or is one thing on one side of a merge conflict and another on the
 * other, so that any head may have a child. Any other file that can't be read is a finding of its own.
 */
export function mayJoinHeads({ dynamic, reading }: RevisionFile): boolean {
  if (reading.problems.length > 0) return hasConflictMarkers(reading);
  return dynamic.includes('revision') || dynamic.includes('down_revision');
}
