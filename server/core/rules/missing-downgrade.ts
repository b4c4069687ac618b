import { functionFixes } from './support/functionFixes';
import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';

/** The share of other revisions that must have `downgrade` for its absence to be an oversight. */
const usualShare = 0.8;

/**
 * A revision without `downgrade` in a project whose revisions have one. Alembic fails when it plans a
 * downgrade past it.
 */
export const missingDowngrade: Rule = {
  id: 'missing-downgrade',
  defaultSeverity: 'warning',
  summary: 'A revision has no downgrade function, though the others have.',
  suspects:
    () =>
    ({ script }) =>
      script !== undefined && !script.hasDowngrade,
  *check({ snapshot, suspects }) {
    const { scripts } = snapshot.map;
    const others = scripts.length - 1;
    if ((scripts.length - suspects.length) / Math.max(1, others) < usualShare) return;
    for (const file of suspects) {
      const { script } = file;
      if (!script || file.reading.problems.length > 0) continue;
      yield {
        message: `'${script.id}' has no downgrade(), so every downgrade past it fails: write one, or let it raise an error that says why there is none.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: functionFixes(file, 'downgrade'),
      };
    }
  },
};
