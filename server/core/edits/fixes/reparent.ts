import { joinList } from '../../text/lists';
import { editReferences } from '../header/editReferences';
import { setParents } from '../header/references';
import { idsOfFile } from './movedRevisions';
import type { FixKind, FixOf } from './fixKind';

/** Make `parents` the only down revisions of a file. */
export const reparentKind: FixKind<FixOf<'reparent'>> = {
  title: ({ parents }) =>
    parents.length === 0 ? 'Make this revision a base' : `Re-parent onto ${joinList(parents)}`,
  apply: (snapshot, fix) =>
    editReferences(
      snapshot,
      reparentKind.title(fix),
      { file: fix.file, variable: 'down_revision' },
      (file) => setParents(file, fix.parents),
      () => fix.parents,
    ),
  moved: ({ file }, snapshot) => ({ moves: idsOfFile(snapshot, file) }),
};
