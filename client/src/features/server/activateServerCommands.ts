import { commandIds } from '../../../../server/protocol/identifiers';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Restart Server and Show Log. */
export function activateServerCommands({
  commands,
  languageServer: server,
  log,
}: Pick<WorkbenchServices, 'commands' | 'languageServer' | 'log'>): void {
  commands.register(commandIds.restartServer, () => server.restart());
  commands.register(commandIds.showLog, () => log.show());
}
