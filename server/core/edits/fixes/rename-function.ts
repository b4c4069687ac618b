import { renameFunction } from '../repair/addFunction';
import type { FixKind, FixOf } from './fixKind';

/** Give a function that is misspelt its right name. */
export const renameFunctionKind: FixKind<FixOf<'rename-function'>> = {
  title: ({ from, to }) => `Rename ${from}() to ${to}()`,
  apply: (snapshot, fix) => renameFunction(snapshot, fix, renameFunctionKind.title(fix)),
};
