import { functionFixes } from './support/functionFixes';
import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';

/** A revision without `upgrade`. Alembic dies with an AttributeError while it plans, before anything runs. */
export const missingUpgrade: Rule = {
  id: 'missing-upgrade',
  defaultSeverity: 'error',
  summary: 'A revision has no upgrade function.',
  suspects:
    () =>
    ({ script, reading }) =>
      script !== undefined && !script.hasUpgrade && reading.problems.length === 0,
  *check({ snapshot, suspects }) {
    for (const file of suspects) {
      const { script } = file;
      if (!script) continue;
      yield {
        severity: snapshot.map.revisions.get(script.id)?.script === script ? undefined : 'warning',
        message: `'${script.id}' has no upgrade(), so every upgrade past it fails: write one, with pass in it if there is nothing to do.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: functionFixes(file, 'upgrade'),
      };
    }
  },
};
