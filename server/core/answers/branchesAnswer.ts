import { historyOrder } from '../history/historyOrder';
import type { RevisionView } from '../history/revisionView';
import { viewRevision } from '../history/revisionView';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';

/** A branch point with the revisions that follow it, in load order. */
export interface BranchPoint {
  readonly view: RevisionView;
  readonly children: readonly RevisionView[];
}

/** The branch points, newest first. Alembic: command.py, branches. */
export function branchPoints(snapshot: EnvironmentSnapshot): readonly BranchPoint[] {
  return historyOrder(snapshot.map).flatMap((id) => {
    const view = viewRevision(snapshot, id);
    if (!view?.isBranchPoint) return [];
    return [{ view, children: view.nextRevisions.flatMap((child) => viewRevision(snapshot, child) ?? []) }];
  });
}

/** The branch points for machines. */
export function branchesAnswer(points: readonly BranchPoint[]): {
  readonly branches: readonly { readonly id: string; readonly children: readonly string[] }[];
} {
  return {
    branches: points.map(({ view, children }) => ({ id: view.id, children: children.map(({ id }) => id) })),
  };
}
