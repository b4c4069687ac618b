import { importRevisions } from '../history/importRevisions';
import type { FixKind, FixOf } from './fixKind';

/** Write the file of a revision that is missing here from whichever commit Git knows it of. */
export const findRevisionKind: FixKind<FixOf<'find-revision'>> = {
  title: ({ id }) => `Look for '${id}' in all of Git's history and import it`,
  apply: (snapshot, fix, context) => importRevisions(snapshot, fix.id, findRevisionKind.title(fix), context),
  gitNeed: ({ id }) => ({ kind: 'search', id }),
};
