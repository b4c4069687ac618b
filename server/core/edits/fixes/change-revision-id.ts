import { changeRevisionId } from '../history/changeRevisionId';
import { idsOfFile } from './movedRevisions';
import type { FixKind, FixOf } from './fixKind';

/**
 * Give a file another id; everything that names it follows, and the file's own name where it holds the id.
 */
export const changeRevisionIdKind: FixKind<FixOf<'change-revision-id'>> = {
  title: ({ to }) => (to === undefined ? 'Generate a new revision id' : `Rename the revision to '${to}'`),
  apply: (snapshot, { file, to, children }, context) =>
    changeRevisionId(snapshot, file, to, children, context),
  isSlow: true,
  // Alembic does not load an id with such an error, so that no database can have it.
  isSafe: (_fix, { code, severity, fixes }) =>
    code === 'invalid-revision-id' && severity === 'error' && fixes.length === 1,
  whyAsked: 'A database may know this id, so a new one is your decision: alembic-ls rename.',
  moved: ({ file }, snapshot) => ({ renames: idsOfFile(snapshot, file) }),
};
