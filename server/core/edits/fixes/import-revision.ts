import { importRevisions } from '../history/importRevisions';
import type { FixKind, FixOf } from './fixKind';
import { fileNameOf } from '../../files/paths';

/**
 * Write the file of a revision that is missing here as a commit has it, and those that it builds on as far as
 * they are missing too.
 */
export const importRevisionKind: FixKind<FixOf<'import-revision'>> = {
  title: ({ id, ref, file, wasHere }) => {
    const from = ref === 'HEAD' ? 'the last commit' : ref;
    return wasHere ? `Restore ${fileNameOf(file)} from ${from}` : `Import '${id}' from ${from}`;
  },
  apply: (snapshot, fix, context) =>
    importRevisions(snapshot, fix.id, importRevisionKind.title(fix), context),
  gitNeed: ({ commit, id }) => ({ kind: 'revision', commit, id }),
};
