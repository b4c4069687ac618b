import type { RevisionView } from '../history/revisionView';
import { visibleText } from '../text/visibleText';

/**
 * A revision as `alembic show` prints it; `path` is the file as it is to be shown. Alembic: script/base.py,
 * Script.log_entry.
 */
export function revisionDetails(view: RevisionView, path: string): string {
  const { script, revision } = view;
  const marks = [
    view.isHead ? ' (head)' : '',
    view.isBranchPoint ? ' (branchpoint)' : '',
    view.isMergePoint ? ' (mergepoint)' : '',
  ].join('');
  const lines = [`Rev: ${view.id}${marks}`];
  if (view.isMergePoint) lines.push(`Merges: ${view.downRevisions.join(', ')}`);
  else
    lines.push(
      `Parent: ${view.downRevisions[0] ?? (script.hasUnknownDownRevision ? '<unknown>' : '<base>')}`,
    );
  if (script.dependsOn.length > 0) lines.push(`Also depends on: ${script.dependsOn.join(', ')}`);
  if (view.isBranchPoint) lines.push(`Branches into: ${view.nextRevisions.join(', ')}`);
  if (revision.branchLabels.length > 0) lines.push(`Branch names: ${revision.branchLabels.join(', ')}`);
  const message = view.longMessage.split(/\r\n?|\n/).map((line) => `    ${line}`);
  return [...lines, `Path: ${path}`, '', ...message, ''].map(visibleText).join('\n');
}
