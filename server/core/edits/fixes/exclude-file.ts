import { excludeFile } from '../repair/moveOut';
import type { FixKind, FixOf } from './fixKind';
import { fileNameOf } from '../../files/paths';

/** Give a file that Python can't read a name that Alembic passes over. */
export const excludeFileKind: FixKind<FixOf<'exclude-file'>> = {
  title: ({ file }) => `Set ${fileNameOf(file)} aside, so that Alembic does not load it`,
  apply: (snapshot, fix, context) => excludeFile(snapshot, fix.file, excludeFileKind.title(fix), context),
};
