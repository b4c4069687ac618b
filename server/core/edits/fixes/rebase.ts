import { joinList } from '../../text/lists';
import { rebaseRevisions } from '../history/rebaseRevisions';
import type { FixKind, FixOf } from './fixKind';

/** Move a chain of revisions on top of another one. */
export const rebaseKind: FixKind<FixOf<'rebase'>> = {
  title: ({ revisions, onto }) =>
    revisions.length === 1
      ? `Move ${joinList(revisions)} onto ${onto}`
      : `Move ${revisions.length} revisions onto ${onto}`,
  apply: (snapshot, fix, context) => rebaseRevisions(snapshot, fix.revisions, fix.onto, fix, context),
  isSlow: true,
  moved: ({ revisions }) => ({ moves: revisions }),
};
