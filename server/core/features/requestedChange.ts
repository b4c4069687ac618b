import type { ChangeOutcome } from '../edits/change';
import type { EditContext } from '../edits/editContext';
import { applyFix } from '../edits/fixes/fixes';
import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';

/** A change of the history that a person asks for without a finding. */
export type RequestedChange =
  | Extract<FixSpecification, { kind: 'rebase' | 'disable-rule' }>
  | { readonly kind: 'reparent'; readonly revision: string; readonly parent: string }
  | { readonly kind: 'newRevisionId'; readonly revision: string }
  | { readonly kind: 'generateDowngrade'; readonly revision: string };

/**
 * The change itself, or why it can't be made: a revision is named by its id, which has to be that of one
 * file.
 */
export function composeRequestedChange(
  snapshot: EnvironmentSnapshot,
  change: RequestedChange,
  context: EditContext,
): ChangeOutcome {
  if (change.kind === 'rebase' || change.kind === 'disable-rule') return applyFix(snapshot, change, context);
  const { revision } = change;
  const [script, ...others] = snapshot.map.scripts.filter(({ id }) => id === revision);
  if (!script) return { ok: false, reason: `There is no revision ${revision}; refresh and choose again.` };
  if (others.length > 0) {
    const count = String(others.length + 1);
    const reason = `${revision} is the id of ${count} files; give one of them a new id from its own lightbulb first.`;
    return { ok: false, reason };
  }
  const { file } = script;
  if (change.kind === 'newRevisionId')
    return applyFix(snapshot, { kind: 'change-revision-id', file }, context);
  if (change.kind === 'generateDowngrade')
    return applyFix(snapshot, { kind: 'generate-downgrade', file, body: 'inverse' }, context);
  return applyFix(snapshot, { kind: 'reparent', file, parents: [change.parent] }, context);
}
