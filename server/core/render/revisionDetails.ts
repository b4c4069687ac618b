import type { Revision, RevisionMap } from '../revision/graph/revisionMap';

/** A revision as `alembic show` prints it; `path` is the file as it is to be shown. */
export function revisionDetails(
  map: RevisionMap,
  revision: Revision,
  texts: { readonly path: string; readonly longMessage: string },
): string {
  const { script } = revision;
  const marks = [
    map.heads.includes(revision.id) ? ' (head)' : '',
    revision.allNextRevisions.length > 1 ? ' (branchpoint)' : '',
    revision.downRevisions.length > 1 ? ' (mergepoint)' : '',
  ].join('');
  const lines = [`Rev: ${revision.id}${marks}`];
  if (revision.downRevisions.length > 1) lines.push(`Merges: ${revision.downRevisions.join(', ')}`);
  else
    lines.push(
      `Parent: ${revision.downRevisions[0] ?? (script.hasUnknownDownRevision ? '<unknown>' : '<base>')}`,
    );
  if (script.dependsOn.length > 0) lines.push(`Also depends on: ${script.dependsOn.join(', ')}`);
  if (revision.allNextRevisions.length > 1)
    lines.push(`Branches into: ${revision.allNextRevisions.join(', ')}`);
  if (revision.branchLabels.length > 0) lines.push(`Branch names: ${revision.branchLabels.join(', ')}`);
  lines.push(`Path: ${texts.path}`, '', ...texts.longMessage.split('\n').map((line) => `    ${line}`), '');
  return lines.join('\n');
}
