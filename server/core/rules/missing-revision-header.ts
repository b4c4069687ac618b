import { restoreMerged } from './support/gitFixes';
import { idFixes, moveOutIfNoRevision, parentFixes } from './support/headerFixes';
import { rangeOfFile, rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';
import { fileNameOf } from '../files/paths';

/**
 * A file in a version location without `revision` or `down_revision`. Alembic loads every `.py` there and
 * fails on this one.
 */
export const missingRevisionHeader: Rule = {
  id: 'missing-revision-header',
  defaultSeverity: 'error',
  summary: 'A file in a version location declares no revision or no down_revision.',
  suspects: () => (file) => !file.script || file.script.hasUnknownDownRevision === true,
  *check({ snapshot, git, suspects }) {
    for (const file of suspects) {
      const { header, problems } = file.reading;
      if (
        problems.length > 0 ||
        file.reading.unread !== undefined ||
        file.failure?.type === 'ImportError' ||
        file.failure?.type === 'AssertionError'
      )
        continue;
      if (fileNameOf(file.path) === 'env.py' && !header.revision && !header.down_revision) {
        yield {
          message:
            'This is env.py and no revision, but its folder is read as a version location, so every Alembic command fails: name a folder in version_locations that holds revisions alone.',
          file: file.path,
          range: rangeOfFile(file),
          related: [],
          fixes: [],
        };
      } else if (!header.revision && !file.script && !file.dynamic.includes('revision')) {
        const [ids, merged, elsewhere] = [
          idFixes(snapshot, file),
          restoreMerged(git, file),
          moveOutIfNoRevision(file),
        ];
        yield {
          message: header.down_revision
            ? 'This file declares no revision, so every Alembic command fails: write its id as revision.'
            : 'This file declares no revision, so every Alembic command fails: write its header, or move it out of the version location.',
          file: file.path,
          range: header.down_revision?.nameRange ?? rangeOfFile(file),
          related: [],
          // What looks like no revision, and never was one, hardly is one.
          fixes: merged.length > 0 ? [...ids, ...merged, ...elsewhere] : [...elsewhere, ...ids],
        };
      } else if (!header.down_revision && !file.dynamic.includes('down_revision')) {
        yield {
          message:
            'This file declares no down_revision, so every Alembic command fails: name the parent, or None for a first revision.',
          file: file.path,
          range: rangeOfRevisionId(file),
          related: [],
          fixes: [...parentFixes(snapshot, file), ...restoreMerged(git, file)],
        };
      }
    }
  },
};
