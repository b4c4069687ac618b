import { applyChange } from '../../infrastructure/vscode/applyChange';
import { UserError } from '../../infrastructure/vscode/userError';
import { confirmApplied } from './appliedWarning';
import type { FixServices } from './revisionOfCommand';
import { pickRevision, revisionOfCommand } from './revisionOfCommand';

const title = 'Re-parent onto';

/** Re-parent onto…: another parent for one revision, heads first in the list. */
export async function reparent(services: FixServices, row: unknown): Promise<void> {
  const known = await revisionOfCommand(services, row, title);
  const { environment, history, revision } = known;
  const others = history.revisions.filter(
    ({ id }) =>
      id !== revision.id && !(revision.downRevisions.length === 1 && revision.downRevisions[0] === id),
  );
  if (others.length === 0)
    throw new UserError('There is no other revision that can be its parent.', [], 'information');
  const ordered = [...others.filter(({ isHead }) => isHead), ...others.filter(({ isHead }) => !isHead)];
  const name = revision.message || revision.id;
  const parent = await pickRevision(ordered, title, `Choose the parent of "${name}"`);
  await confirmApplied(services, known, [revision.id], 'Re-parent');
  const change = await services.server.composeChange({
    environment: environment.key,
    change: { kind: 'reparent', revision: revision.id, parent: parent.id },
  });
  if (change.kind === 'refused') throw new UserError(change.reason);
  await applyChange(services.server.flawOfPlan, change);
}
