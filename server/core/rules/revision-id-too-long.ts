import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';

/** The width of `alembic_version.version_num` as Alembic creates it. */
const columnWidth = 32;

/** An id that does not fit into the version table. SQLite takes it; PostgreSQL and MySQL fail when the revision is applied. */
export const revisionIdTooLong: Rule = {
  id: 'revision-id-too-long',
  defaultSeverity: 'warning',
  summary: 'A revision id is longer than the version table can hold.',
  checkFile(file) {
    const id = file.script?.id ?? '';
    const length = id.length > columnWidth ? [...id].length : 0;
    if (length <= columnWidth) return [];
    return [
      {
        message: `This id has ${length} characters and alembic_version holds ${columnWidth}, so most databases refuse it: give the revision a shorter one.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      },
    ];
  },
};
