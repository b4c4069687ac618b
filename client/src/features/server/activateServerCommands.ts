import type * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { LanguageServer } from '../../infrastructure/server/languageServer';
import type { CommandRegistry } from '../../infrastructure/vscode/commandRegistry';

/** Restart Server and Show Log. */
export function activateServerCommands(
  commands: CommandRegistry,
  server: LanguageServer,
  log: vscode.LogOutputChannel,
): void {
  commands.register(commandIds.restartServer, () => server.restart());
  commands.register(commandIds.showLog, () => log.show());
}
