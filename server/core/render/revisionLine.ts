import type { RevisionView } from '../history/revisionView';
import { visibleText } from '../text/visibleText';

/** Which parts of the one-line form are wanted besides the id, head marks and message. */
export interface RevisionLineParts {
  readonly parents?: boolean;
  readonly labels?: boolean;
  readonly branchAndMerge?: boolean;
  readonly message?: boolean;
}

/**
 * A revision as `alembic history` and `alembic heads` print it: `PARENTS -> ID (LABELS) (head) (branchpoint)
 * (mergepoint), MESSAGE`. Alembic: script/base.py, Script.cmd_format.
 */
export function revisionLine(view: RevisionView, parts: RevisionLineParts): string {
  const { branchLabels } = view.revision;
  const marks = [
    parts.labels && branchLabels.length > 0 ? ` (${branchLabels.join(', ')})` : '',
    view.isRealHead ? ' (head)' : view.isHead ? ' (effective head)' : '',
    parts.branchAndMerge && view.isBranchPoint ? ' (branchpoint)' : '',
    parts.branchAndMerge && view.isMergePoint ? ' (mergepoint)' : '',
  ];
  // A docstring's first paragraph may be wrapped.
  const message = view.script.message
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .join(' ');
  const parents = parts.parents ? `${parentsOf(view)} -> ` : '';
  return visibleText(
    `${parents}${view.id}${marks.join('')}${parts.message && message ? `, ${message}` : ''}`,
  );
}

function parentsOf({ script, downRevisions }: RevisionView): string {
  const { dependsOn } = script;
  const nothing = script.hasUnknownDownRevision ? '<unknown>' : '<base>';
  const parents = downRevisions.join(', ') || nothing;
  return dependsOn.length > 0 ? `${parents} (${dependsOn.join(', ')})` : parents;
}
