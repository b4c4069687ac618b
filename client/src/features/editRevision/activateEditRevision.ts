import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { pickRevision } from '../../infrastructure/environments/pickRevision';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/**
 * Edit Revision…: opens the file of a revision that is picked by message or id, as `alembic edit` does. Runs
 * nothing.
 */
export function activateEditRevision({
  commands,
  active,
  store,
}: Pick<WorkbenchServices, 'commands' | 'active' | 'store'>): void {
  commands.register(commandIds.editRevision, async () => {
    const environment = await chooseEnvironment(store, active, 'Edit Revision');
    const history = await store.history(environment);
    if (!history || history.revisions.length === 0) throw new UserError('There is no revision yet to edit.');
    const id = await pickRevision(history, {
      title: `Edit Revision · ${environment.label}`,
      placeHolder: 'Which revision?',
      named: [],
    });
    const revision = history.revisions.find((candidate) => candidate.id === id);
    if (revision) await vscode.window.showTextDocument(vscode.Uri.parse(revision.uri), { preview: false });
  });
}
