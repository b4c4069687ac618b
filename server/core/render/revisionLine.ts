import type { Revision, RevisionMap } from '../revision/graph/revisionMap';

/** Which parts of the one-line form are wanted besides the id, head marks and message. */
export interface RevisionLineParts {
  readonly parents?: boolean;
  readonly labels?: boolean;
  readonly branchAndMerge?: boolean;
  readonly message?: boolean;
}

/** A revision as `alembic history` and `alembic heads` print it: `PARENTS -> ID (LABELS) (head) (branchpoint) (mergepoint), MESSAGE`. */
export function revisionLine(map: RevisionMap, revision: Revision, parts: RevisionLineParts): string {
  const marks = [
    parts.labels && revision.branchLabels.length > 0 ? ` (${revision.branchLabels.join(', ')})` : '',
    headMark(map, revision),
    parts.branchAndMerge && revision.allNextRevisions.length > 1 ? ' (branchpoint)' : '',
    parts.branchAndMerge && revision.downRevisions.length > 1 ? ' (mergepoint)' : '',
  ];
  const { message } = revision.script;
  const parents = parts.parents ? `${parentsOf(revision)} -> ` : '';
  return `${parents}${revision.id}${marks.join('')}${parts.message && message ? `, ${message}` : ''}`;
}

function headMark(map: RevisionMap, revision: Revision): string {
  if (!map.heads.includes(revision.id)) return '';
  return revision.allNextRevisions.length === 0 ? ' (head)' : ' (effective head)';
}

function parentsOf(revision: Revision): string {
  const { dependsOn } = revision.script;
  const nothing = revision.script.hasUnknownDownRevision ? '<unknown>' : '<base>';
  const parents = revision.downRevisions.join(', ') || nothing;
  return dependsOn.length > 0 ? `${parents} (${dependsOn.join(', ')})` : parents;
}
