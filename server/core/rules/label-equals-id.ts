import { declaresLabels, fileOfRevision, headerStrings, rangeOfRevisionId } from './support/headerStrings';
import { labelFixes } from './support/labelFixes';
import type { Rule } from './engine/rule';

/** A branch label that is also the id of a revision. Both are one name space, so Alembic can't load them. */
export const labelEqualsId: Rule = {
  id: 'label-equals-id',
  defaultSeverity: 'error',
  summary: 'A branch label is also the id of a revision.',
  suspects: () => declaresLabels,
  *check({ snapshot, suspects }) {
    for (const file of suspects) {
      if (!file.script?.branchLabels.some((label) => snapshot.map.revisions.has(label))) continue;
      for (const { value, range } of headerStrings(file, 'branch_labels')) {
        const other = fileOfRevision(snapshot, value);
        if (!other) continue;
        yield {
          message: `The branch label '${value}' is also the id of a revision: choose another label.`,
          file: file.path,
          range,
          related: [
            {
              file: other.path,
              range: rangeOfRevisionId(other),
              message: `'${value}' is the id of this revision.`,
            },
          ],
          fixes: labelFixes(snapshot, file, value, false),
        };
      }
    }
  },
};
