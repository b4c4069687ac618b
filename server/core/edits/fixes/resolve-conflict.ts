import { keepBothSides, resolveConflict } from '../repair/resolveConflict';
import type { FixKind, FixOf } from './fixKind';

/**
 * Keep one side of every merge conflict in a file; or both, theirs in a file of its own that follows ours.
 */
export const resolveConflictKind: FixKind<FixOf<'resolve-conflict'>> = {
  title: ({ keep, label, says }) => {
    if (keep === 'both') return 'Keep both: theirs in a file of its own, after ours';
    const side = label === '' ? `Keep ${keep}` : `Keep ${keep} (${label})`;
    return says === undefined ? side : `${side}: ${says}`;
  },
  apply: (snapshot, fix, context) => {
    const title = resolveConflictKind.title(fix);
    return fix.keep === 'both'
      ? keepBothSides(snapshot, fix, title, context)
      : resolveConflict(snapshot, fix, title);
  },
};
