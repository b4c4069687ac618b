import { restoreMerged } from '../moved/restoreMerged';
import type { FixKind, FixOf } from './fixKind';

/** Give a file the text that a commit has of it, maybe under another path. */
export const restoreMergedKind: FixKind<FixOf<'restore-merged'>> = {
  title: ({ ref }) => {
    if (ref === 'applied') return 'Put back the version that the database has run';
    return ref === 'HEAD'
      ? 'Put back the version of the last commit'
      : `Put back the version that ${ref} has merged`;
  },
  apply: (snapshot, fix, context) => restoreMerged(snapshot, fix, restoreMergedKind.title(fix), context),
  gitNeed: ({ commit, path }) => ({ kind: 'file', commit, path }),
};
