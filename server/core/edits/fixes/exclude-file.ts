import { excludeFile } from '../moveOut';
import { baseName } from '../pathParts';
import type { FixKind, FixOf } from './fixKind';

/** Give a file that Python can't read a name that Alembic passes over. */
export const excludeFileKind: FixKind<FixOf<'exclude-file'>> = {
  title: ({ file }) => `Set ${baseName(file)} aside, so that Alembic does not load it`,
  apply: (snapshot, fix, context) => excludeFile(snapshot, fix.file, excludeFileKind.title(fix), context),
};
