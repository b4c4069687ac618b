import { moveChange } from '../moved/moveChange';
import type { FixKind, FixOf } from './fixKind';

/**
 * Give a file the text that a commit has of it, and put what its functions had gained into a new revision.
 */
export const moveChangeKind: FixKind<FixOf<'move-change'>> = {
  title: ({ onto }) => `Move the change into a new revision after '${onto}'`,
  apply: (snapshot, fix, context) => moveChange(snapshot, fix, moveChangeKind.title(fix), context),
  gitNeed: ({ commit, path }) => ({ kind: 'file', commit, path }),
};
