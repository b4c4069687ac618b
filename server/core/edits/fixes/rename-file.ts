import { renameFileToTemplate } from '../compose/renameFileToTemplate';
import type { FixKind, FixOf } from './fixKind';

/** Give the file the name that `file_template` would give it. */
export const renameFileKind: FixKind<FixOf<'rename-file'>> = {
  title: () => 'Rename the file to the template',
  apply: (snapshot, { file }, context) => renameFileToTemplate(snapshot, file, context),
  keepsGraph: true,
  isSafe: (_fix, { fixes }) => fixes.length === 1,
};
