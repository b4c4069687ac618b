import * as vscode from 'vscode';
import { activateHistoryTree } from './features/historyTree/activateHistoryTree';
import type { HistoryTree } from './features/historyTree/historyTree';
import { activateMergeHeads } from './features/mergeHeads/activateMergeHeads';
import { activateServerCommands } from './features/server/activateServerCommands';
import { activateStatus } from './features/status/activateStatus';
import { ActiveEnvironment } from './infrastructure/environments/activeEnvironment';
import { DatabaseStates } from './infrastructure/environments/databaseStates';
import { EnvironmentStore } from './infrastructure/environments/environmentStore';
import { HistoryServer } from './infrastructure/server/historyServer';
import { LanguageServer } from './infrastructure/server/languageServer';
import { CommandRegistry } from './infrastructure/vscode/commandRegistry';

/** What other extensions and the tests get from `activate`. */
export interface AlembicWorkbenchApi {
  /** The data of the history view. */
  readonly history: HistoryTree;
}

/** Called by VS Code when the extension is needed. */
export async function activate(context: vscode.ExtensionContext): Promise<AlembicWorkbenchApi> {
  const log = vscode.window.createOutputChannel('Alembic Workbench', { log: true });
  const languageServer = new LanguageServer(context.asAbsolutePath('server/dist/server.js'), log);
  const requests = new HistoryServer(languageServer);
  const store = new EnvironmentStore(languageServer, requests, log);
  const states = new DatabaseStates(requests);
  const active = new ActiveEnvironment(store);
  const commands = new CommandRegistry(log);

  activateServerCommands(commands, languageServer, log);
  const history = activateHistoryTree(commands, store, states, active);
  const status = activateStatus(store, active);
  activateMergeHeads(commands, store, active, requests);

  context.subscriptions.push(
    log,
    languageServer,
    store,
    states,
    active,
    commands,
    history.disposable,
    status,
    vscode.workspace.onDidGrantWorkspaceTrust(() => void languageServer.restart()),
  );
  await store.refresh();
  // Not awaited: commands and views work, and say where things stand, while the server starts.
  void languageServer.start();
  return { history: history.tree };
}
