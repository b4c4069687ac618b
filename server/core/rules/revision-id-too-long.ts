import type { RevisionFile } from '../project/environmentSnapshot';
import { usualVersionWidth, versionWidthIn } from '../python/versionColumn';
import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';

/**
 * An id that does not fit into the version table. SQLite takes it; PostgreSQL and MySQL fail when the
 * revision is applied. A project may have widened the column, by its own code or in a revision.
 */
export const revisionIdTooLong: Rule = {
  id: 'revision-id-too-long',
  defaultSeverity: 'warning',
  summary: 'A revision id is longer than the version table can hold.',
  suspects: () => (file) => lengthOfId(file) > usualVersionWidth,
  *check({ snapshot, suspects, remember }) {
    if (suspects.length === 0) return;
    let width = Math.max(usualVersionWidth, snapshot.environment.configuration.versionWidth ?? 0);
    for (const [place, file] of snapshot.files.entries()) {
      width = Math.max(width, remember(widthIn, file));
      if (place % 100 === 99) yield undefined;
    }
    for (const file of suspects) {
      const length = lengthOfId(file);
      if (length <= width) continue;
      yield {
        message: `This id has ${length} characters and alembic_version holds ${width}, so most databases can't store it: give the revision a shorter one.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      };
    }
  },
};

function lengthOfId({ script }: RevisionFile): number {
  const id = script?.id ?? '';
  return id.length > usualVersionWidth ? [...id].length : 0;
}

function widthIn(file: RevisionFile): number {
  const text = file.readText();
  return (text === undefined ? undefined : versionWidthIn(text)) ?? 0;
}
