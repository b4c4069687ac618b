import { applyChange } from '../../infrastructure/vscode/applyChange';
import { tellChange } from '../../infrastructure/vscode/tellChange';
import { UserError } from '../../infrastructure/vscode/userError';
import { confirmNewId } from './askBeforeNewId';
import { confirmChange } from './changePreview';
import type { FixServices } from './revisionOfCommand';
import { revisionOfCommand } from './revisionOfCommand';

const title = 'Generate New Revision Id';

/** A random id for a revision, shown before it is given; children, docstring and file name follow. */
export async function giveNewRevisionId(services: FixServices, row: unknown): Promise<void> {
  const known = await revisionOfCommand(services, row, title);
  const { environment, revision } = known;
  await confirmNewId(services, known, { id: revision.id, verb: 'Change' });
  const change = await services.server.composeChange({
    environment: environment.key,
    change: { kind: 'newRevisionId', revision: revision.id },
  });
  if (change.kind === 'refused') throw new UserError(change.reason);
  await confirmChange(change, { title, apply: change.title, results: [] });
  const check = services.server.flawOfPlan;
  const applied = await applyChange(check, change);
  void tellChange({ documents: services.documents, check }, `${change.title}.`, applied);
}
