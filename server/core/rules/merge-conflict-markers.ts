import { hasConflictMarkers } from '../python/conflictMarkers';
import { asideIfAlone } from './support/excludeUnreferencedFile';
import { conflictWaysOut } from './support/conflictFixes';
import { mergedVersion } from './support/gitFixes';
import type { Rule } from './engine/rule';

/** Lines that Git left in the file for a conflict that nobody resolved. Python can't load it. */
export const mergeConflictMarkers: Rule = {
  id: 'merge-conflict-markers',
  defaultSeverity: 'error',
  summary: 'A merge conflict in a revision file is not resolved.',
  suspects: () => (file) => hasConflictMarkers(file.reading),
  *check({ snapshot, git, suspects }) {
    for (const file of suspects) {
      const markers = file.reading.problems.filter((problem) => problem.kind === 'merge-conflict-markers');
      const first = markers[0];
      if (!first) continue;
      yield {
        message:
          'A merge conflict is not resolved here, so every Alembic command fails: keep one side and remove the markers.',
        file: file.path,
        range: first.range,
        related: markers.slice(1).map(({ range }) => ({
          file: file.path,
          range,
          message: 'The same conflict, or another one, goes on here.',
        })),
        fixes: [
          ...conflictWaysOut(snapshot, file),
          ...mergedVersion(git, file),
          ...asideIfAlone(snapshot, file),
        ],
      };
    }
  },
};
