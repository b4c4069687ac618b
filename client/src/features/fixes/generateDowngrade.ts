import * as vscode from 'vscode';
import { applyChange } from '../../infrastructure/vscode/applyChange';
import { UserError } from '../../infrastructure/vscode/userError';
import type { FixServices } from './revisionOfCommand';
import { revisionOfCommand } from './revisionOfCommand';

/** Generate downgrade(): writes what undoes `upgrade`; into a body that is there only what it lacks. */
export async function generateDowngrade(services: FixServices, row: unknown): Promise<void> {
  const { environment, revision } = await revisionOfCommand(services, row, 'Generate downgrade()');
  const change = await services.server.composeChange({
    environment: environment.key,
    change: { kind: 'generateDowngrade', revision: revision.id },
  });
  if (change.kind === 'refused') throw new UserError(change.reason, [], 'warning');
  await applyChange(services.server.flawOfPlan, change);
  await vscode.window.showTextDocument(vscode.Uri.parse(revision.uri));
}
