import type { RevisionFile } from '../project/environmentSnapshot';
import { headerStrings, rangeOfHeaderString } from './support/headerStrings';
import { lazily } from './engine/lazy';
import { nearestLabels, nearestRevisions } from '../history/nearestRevisions';
import { descendantsOf } from '../revision/graph/relatives';
import type { Rule, RuleFinding } from './engine/rule';
import { findUnknown } from './support/unknownReference';

/**
 * A `depends_on` names neither a full id nor a branch label. Alembic dies with a bare KeyError in every
 * command.
 */
export const unknownDependency: Rule = {
  id: 'unknown-dependency',
  defaultSeverity: 'error',
  summary: 'A depends_on names a revision or branch label that does not exist.',
  suspects: () => (file) => (file.script?.dependsOn.length ?? 0) > 0 || mayHide(file),
  *check({ snapshot, git, suspects }) {
    const { map } = snapshot;
    const unread = suspects.filter((file) => !file.script);
    const mayBeHidden = lazily(() =>
      suspects.some(
        (other) =>
          other.dynamic.includes('branch_labels') || (!other.script && other.dynamic.includes('revision')),
      ),
    );
    for (const file of suspects) {
      const { script } = file;
      if (!script) continue;
      // Also where a label is the empty string: it is not looked up.
      if (script.dependsOn.length === 1 && script.dependsOn[0] === '') {
        if (script.downRevisions.length === 0) yield emptyDependency(file);
        continue;
      }
      if (script.dependsOn.every((name) => map.revisions.has(name) || map.labels.has(name))) continue;
      const written = new Set(headerStrings(file, 'depends_on').map(({ value }) => value));
      for (const wanted of written) {
        if (map.revisions.has(wanted) || map.labels.has(wanted)) continue;
        const near = [
          ...nearestLabels(snapshot, wanted, script.id),
          ...nearestRevisions(snapshot, wanted, descendantsOf(map, script.id)),
        ].slice(0, 3);
        yield findUnknown(snapshot, git, {
          file,
          variable: 'depends_on',
          wanted,
          near,
          withoutIt: [{ kind: 'remove-reference', file: file.path, variable: 'depends_on', name: wanted }],
          unread,
          mayBeHidden,
        });
      }
    }
  },
};

/** Whether a file may have the id or the label that another one names. */
function mayHide({ script, dynamic }: RevisionFile): boolean {
  return !script || dynamic.includes('branch_labels');
}

/**
 * An empty string alone is taken for no dependency, except that a first revision with it no longer counts as
 * one.
 */
function emptyDependency(file: RevisionFile): RuleFinding {
  return {
    message:
      'depends_on is an empty string, for which Alembic reports a dependency cycle in a first revision: write None for none.',
    file: file.path,
    range: rangeOfHeaderString(file, 'depends_on', ''),
    related: [],
    fixes: [{ kind: 'remove-reference', file: file.path, variable: 'depends_on', name: '' }],
  };
}
