import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { joinList } from '../../text/lists';
import type { ChangeOutcome } from '../change';
import { composeRevisionFile } from '../compose/composeRevisionFile';
import type { EditContext } from '../editContext';

/**
 * A new revision file whose parents are `revisions`, in this order, as `alembic merge -m MESSAGE` would write
 * it from the project's own `script.py.mako` and `file_template`; an undefined message is `alembic merge`
 * without `-m`. Post-write hooks are not run. `branchLabels` are those of `--branch-label`; with `splice`
 * revisions that are no heads may be merged.
 */
export function createMerge(
  snapshot: EnvironmentSnapshot,
  revisions: readonly string[],
  message: string | undefined,
  context: EditContext,
  branchLabels: readonly string[] = [],
  splice = false,
): ChangeOutcome {
  const obstacle = obstacleToParents(snapshot, revisions, splice);
  if (obstacle !== undefined) return { ok: false, reason: obstacle };
  const composed = composeRevisionFile(
    snapshot,
    { parents: revisions, message, branchLabels, kind: 'merge' },
    context,
  );
  if (!composed.ok) return composed;
  return {
    ok: true,
    title: mergeTitle(revisions),
    change: { edits: [], creates: [composed.file], renames: [] },
  };
}

/** What a merge of these revisions is called in a menu. */
export function mergeTitle(revisions: readonly string[]): string {
  return `Create a merge revision of ${joinList(revisions)}`;
}

function obstacleToParents(
  snapshot: EnvironmentSnapshot,
  revisions: readonly string[],
  splice: boolean,
): string | undefined {
  if (revisions.length < 2) return 'A merge needs two revisions or more; choose another one.';
  if (new Set(revisions).size < revisions.length)
    return 'A merge names each revision once; leave the repeated one out.';
  for (const id of revisions) {
    const revision = snapshot.map.revisions.get(id);
    if (!revision) return `There is no revision ${id}; refresh and choose again.`;
    if (!splice && revision.nextRevisions.length > 0) {
      return `${id} is not a head: ${revision.nextRevisions.join(', ')} revises it; merge the heads instead.`;
    }
  }
  return undefined;
}
