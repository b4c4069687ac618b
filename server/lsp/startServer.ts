import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { readClientFacts } from './session/clientFacts';
import { describeServer } from './session/describeServer';
import { followClient } from './session/followClient';
import { registerChangeRequests } from './handlers/changeRequests';
import { registerCodeActions } from './handlers/codeActions';
import { registerCompletion } from './handlers/completion';
import { registerEnvironmentRequests } from './handlers/environmentRequests';
import { registerGitRequests } from './handlers/gitRequests';
import { registerHistoryRequests } from './handlers/historyRequests';
import { registerNavigation } from './handlers/navigation';
import { registerPlanCheck } from './handlers/planCheck';
import { registerPlanRequests } from './handlers/planRequests';
import { registerRename } from './handlers/rename';
import { registerWorkspaceSymbols } from './handlers/workspaceSymbols';
import { startSession } from './session/startSession';
import type { Runtime } from './session/runtime';
import { tellInterrupted } from './session/tellInterrupted';

/**
 * Starts a language server on a connection. Everything that it needs from outside comes through `runtime`, and nothing is shared between two
 * servers, so any number can live in one process. Answers before the client has introduced itself are empty.
 */
export function startServer(connection: Connection, runtime: Runtime): void {
  const session = startSession(connection, runtime);
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    session.client = readClientFacts(params);
    return describeServer(session.client);
  });
  followClient(session);
  tellInterrupted(session);
  registerEnvironmentRequests(session);
  registerHistoryRequests(session);
  registerPlanRequests(session);
  registerChangeRequests(session);
  registerPlanCheck(session);
  registerGitRequests(session);
  registerCodeActions(session);
  registerNavigation(session);
  registerCompletion(session);
  registerRename(session);
  registerWorkspaceSymbols(session);
  connection.listen();
}
