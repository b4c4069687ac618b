import type { RevisionFile } from '../project/environmentSnapshot';

/** Whether Git left lines of an unresolved merge conflict in the file, so that it is not known what it will say. */
export function hasConflict({ reading }: RevisionFile): boolean {
  return reading.problems.some(({ kind }) => kind === 'merge-conflict-markers');
}
