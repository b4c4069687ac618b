import { editIgnore } from '../ignore/editIgnore';
import type { FixKind, FixOf } from './fixKind';

/** Change a rule's name in an ignore comment, or take it out. */
export const editIgnoreKind: FixKind<FixOf<'edit-ignore'>> = {
  title: ({ rule, to }) => {
    if (to !== undefined) return `Change to '${to}'`;
    return rule === undefined ? 'Remove the comment' : `Remove '${rule}' from the comment`;
  },
  apply: (snapshot, fix) => editIgnore(snapshot, fix, editIgnoreKind.title(fix)),
  keepsGraph: true,
  isSafe: (_fix, { code }) => code === 'unused-ignore',
};
