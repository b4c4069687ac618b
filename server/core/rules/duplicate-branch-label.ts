import type { RevisionFile } from '../project/environmentSnapshot';
import { declaresLabels, headerStrings } from './support/headerStrings';
import { labelFixes } from './support/labelFixes';
import type { Rule } from './engine/rule';
import { distinctName } from './support/distinctName';

/** How many of the other places are shown beside each. */
const mostRelated = 20;

/** A branch label that two revisions declare, or one declares twice. Alembic can't load them. */
export const duplicateBranchLabel: Rule = {
  id: 'duplicate-branch-label',
  defaultSeverity: 'error',
  summary: 'Two revisions declare the same branch label.',
  suspects: () => declaresLabels,
  *check({ snapshot, suspects }) {
    const places = new Map<string, { file: RevisionFile; range: { start: number; end: number } }[]>();
    for (const file of suspects) {
      for (const { value, range } of headerStrings(file, 'branch_labels')) {
        const same = places.get(value);
        if (same) same.push({ file, range });
        else places.set(value, [{ file, range }]);
      }
    }
    for (const [label, declared] of places) {
      if (declared.length < 2) continue;
      for (const place of declared) {
        const others = declared.filter((other) => other !== place);
        const elsewhere =
          others[0]?.file === place.file
            ? 'twice here'
            : `by ${distinctName(others[0]?.file.path ?? '', [place.file.path])} too`;
        yield {
          message: `The branch label '${label}' is declared ${elsewhere}: only one revision can bear it, so rename or remove one.`,
          file: place.file.path,
          range: place.range,
          related: others.slice(0, mostRelated).map((other) => ({
            file: other.file.path,
            range: other.range,
            message: `'${label}' is declared here too.`,
          })),
          fixes: labelFixes(
            snapshot,
            place.file,
            label,
            others.every((other) => other.file === place.file),
          ),
        };
      }
    }
  },
};
