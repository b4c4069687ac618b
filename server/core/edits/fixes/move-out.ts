import { moveOut } from '../repair/moveOut';
import type { FixKind, FixOf } from './fixKind';
import { fileNameOf } from '../../files/paths';

/** Move a file that is no revision out of the version location, beside env.py. */
export const moveOutKind: FixKind<FixOf<'move-out'>> = {
  title: ({ file }) => `Move ${fileNameOf(file)} out of the revisions, beside env.py`,
  apply: (snapshot, fix, context) => moveOut(snapshot, fix.file, moveOutKind.title(fix), context),
};
