import { commandIds } from '../../../../server/protocol/identifiers';
import { askDatabases } from '../../infrastructure/alembic/databases/askDatabases';
import { connectionSentence } from '../../infrastructure/alembic/databases/connectionSentence';
import { environmentOfRow } from '../../infrastructure/environments/environmentOfRow';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { requireTrust } from '../../infrastructure/vscode/trust';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Test Connection: which database env.py leads to, as the connection itself says; else what is wrong. */
export function activateTestConnection({
  commands,
  active,
  store,
  states,
  targets,
  client,
  log,
}: Pick<WorkbenchServices, 'commands' | 'active' | 'store' | 'states' | 'targets' | 'client' | 'log'>): void {
  commands.register(commandIds.testConnection, async (row) => {
    requireTrust('Test Connection');
    const environment = await environmentOfRow(store, active, row, 'Test Connection');
    const { databases } = await askDatabases(client, states, await targets.prepare(environment));
    const sentences = databases.map(connectionSentence);
    for (const sentence of sentences) log.info(sentence);
    const isMissing = databases.some((database) => database.isMissing);
    const next = isMissing ? [{ title: 'Upgrade…', command: commandIds.upgrade }] : [];
    void showMessage(isMissing ? 'warning' : 'information', sentences.join(' '), [...next, showLog]);
  });
}
