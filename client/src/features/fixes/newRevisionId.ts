import { applyChange } from '../../infrastructure/vscode/applyChange';
import { UserError } from '../../infrastructure/vscode/userError';
import { confirmNewId } from './askBeforeNewId';
import type { FixServices } from './revisionOfCommand';
import { revisionOfCommand } from './revisionOfCommand';

/** Generate New Revision Id: a random id for a revision; children, docstring and file name follow. */
export async function giveNewRevisionId(services: FixServices, row: unknown): Promise<void> {
  const known = await revisionOfCommand(services, row, 'Generate New Revision Id');
  const { environment, revision } = known;
  await confirmNewId(services, known, { id: revision.id, verb: 'Change' });
  const change = await services.server.composeChange({
    environment: environment.key,
    change: { kind: 'newRevisionId', revision: revision.id },
  });
  if (change.kind === 'refused') throw new UserError(change.reason);
  await applyChange(services.server.flawOfPlan, change);
}
