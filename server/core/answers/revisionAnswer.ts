import type { RevisionView } from '../history/revisionView';

/** A revision for machines; `file` is as it is shown. */
export interface RevisionAnswer {
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
export function revisionAnswer(view: RevisionView, file: string): RevisionAnswer {
  const { id, script, downRevisions, isHead, isBase, isBranchPoint, isMergePoint, dynamic } = view;
  return {
    id,
    downRevision: downRevisions,
    dependsOn: script.dependsOn,
    branchLabels: script.branchLabels,
    message: script.message,
    file,
    isHead,
    isBase,
    isBranchPoint,
    isMergePoint,
    dynamic,
  };
}
