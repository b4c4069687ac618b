import { importAndRebase } from '../history/importAndRebase';
import type { FixKind, FixOf } from './fixKind';

/** Write the revisions that a commit has grown, and move those of this branch on top of them. */
export const importAndRebaseKind: FixKind<FixOf<'import-and-rebase'>> = {
  title: ({ onto, ref, revisions }) => {
    const moved = revisions.length === 1 ? `'${revisions[0] ?? ''}'` : `${revisions.length} revisions`;
    return `Import '${onto}' from ${ref} and move ${moved} on top of it`;
  },
  apply: (snapshot, fix, context) => importAndRebase(snapshot, fix, importAndRebaseKind.title(fix), context),
  gitNeed: ({ commit, onto }) => ({ kind: 'revision', commit, id: onto }),
  moved: ({ revisions }) => ({ moves: revisions }),
};
