import type { RevisionFile } from '../project/environmentSnapshot';
import type { TextRange } from '../text/textRange';
import { excludeIfUnreferenced } from './support/excludeUnreferencedFile';
import { revisionConflictFixes } from './support/revisionConflictFixes';
import { restoreMerged } from './support/gitFixes';
import type { Rule } from './engine/rule';

/**
 * Lines that Git left in the file for a conflict that nobody resolved. Python loads only those in strings.
 */
export const mergeConflictMarkers: Rule = {
  id: 'merge-conflict-markers',
  defaultSeverity: 'error',
  summary: 'A merge conflict in a revision file is not resolved.',
  suspects: () => (file) => markersIn(file).length > 0,
  *check({ snapshot, git, suspects }) {
    for (const file of suspects) {
      const markers = markersIn(file);
      const first = markers[0];
      if (!first) continue;
      const isInString = file.reading.conflictMarkersInStrings !== undefined;
      yield {
        message: isInString
          ? 'A merge conflict is not resolved in this text: keep one side and remove the markers. Alembic loads the file all the same.'
          : 'A merge conflict is not resolved here, so every Alembic command fails: keep one side and remove the markers.',
        ...(isInString ? { severity: 'warning' as const } : {}),
        file: file.path,
        range: first,
        related: markers.slice(1).map((range) => ({
          file: file.path,
          range,
          message: 'The same conflict, or another one, goes on here.',
        })),
        fixes: [
          ...revisionConflictFixes(snapshot, file),
          ...restoreMerged(git, file),
          ...(isInString ? [] : excludeIfUnreferenced(snapshot, file)),
        ],
      };
    }
  },
};

function markersIn({ reading }: RevisionFile): readonly TextRange[] {
  if (reading.conflictMarkersInStrings) return reading.conflictMarkersInStrings;
  return reading.problems.filter(({ kind }) => kind === 'merge-conflict-markers').map(({ range }) => range);
}
