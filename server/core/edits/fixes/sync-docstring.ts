import { docstringTitle, syncDocstring } from '../header/syncDocstring';
import type { FixKind, FixOf } from './fixKind';

/** Make the docstring's `Revision ID:` and `Revises:` lines say what the code says. */
export const syncDocstringKind: FixKind<FixOf<'sync-docstring'>> = {
  title: () => docstringTitle,
  apply: (snapshot, { file }) => syncDocstring(snapshot, file),
  keepsGraph: true,
  isSafe: (_fix, { fixes }) => fixes.length === 1,
};
