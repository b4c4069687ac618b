import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { Revision } from '../core/revision/graph/revisionMap';

/** A revision for machines; `file` is as it is shown. */
export interface RevisionReport {
  readonly id: string;
  readonly downRevision: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly message: string;
  readonly file: string;
  readonly isHead: boolean;
  readonly isBase: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  readonly dynamic: readonly string[];
}

/** Describes one revision; parents, dependencies and labels as written in its file. */
export function reportRevision(
  snapshot: EnvironmentSnapshot,
  revision: Revision,
  file: string,
): RevisionReport {
  const { map, filesByPath } = snapshot;
  const { script } = revision;
  return {
    id: revision.id,
    downRevision: script.downRevisions,
    dependsOn: script.dependsOn,
    branchLabels: script.branchLabels,
    message: script.message,
    file,
    isHead: map.heads.includes(revision.id),
    isBase: map.bases.includes(revision.id),
    isBranchPoint: revision.nextRevisions.length > 1,
    isMergePoint: revision.downRevisions.length > 1,
    dynamic: filesByPath.get(script.file)?.dynamic ?? [],
  };
}
