import { createMerge, mergeTitle } from '../history/createMerge';
import type { FixKind, FixOf } from './fixKind';

/** The message of a merge for which nobody gave one. */
const standardMessage = 'merge heads';

/** Write a new revision file whose parents are `revisions`. */
export const createMergeKind: FixKind<FixOf<'create-merge'>> = {
  title: ({ revisions }) => mergeTitle(revisions),
  apply: (snapshot, { revisions, message }, context) =>
    createMerge(snapshot, revisions, message || standardMessage, context),
};
