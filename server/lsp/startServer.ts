import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { readClientFacts } from './session/clientFacts';
import type { Capabilities } from './session/describeServer';
import { describeServer } from './session/describeServer';
import { followClient } from './session/followClient';
import { registerChangeRequests } from './handlers/changeRequests';
import { registerCodeActions } from './handlers/codeActions';
import { registerCodeLens } from './handlers/codeLens';
import { registerCompletion } from './handlers/completion';
import { registerEnvironmentRequests } from './handlers/environmentRequests';
import { registerGitRequests } from './handlers/gitRequests';
import { registerGraphRequests } from './handlers/graphRequests';
import { registerHistoryRequests } from './handlers/historyRequests';
import { registerNavigation } from './handlers/navigation';
import { registerPlanCheck } from './handlers/planCheck';
import { registerPlanRequests } from './handlers/planRequests';
import { registerMessageRequests } from './handlers/messageRequests';
import { registerModelRequests } from './handlers/modelRequests';
import { registerOwnCommandRequests } from './handlers/ownCommandRequests';
import { registerPythonRequests } from './handlers/pythonRequests';
import { registerRename } from './handlers/rename';
import { registerSchemaRequests } from './handlers/schemaRequests';
import { registerWorkspaceSymbols } from './handlers/workspaceSymbols';
import type { Session } from './session/session';
import { startSession } from './session/startSession';
import type { Runtime } from './session/runtime';
import { tellInterrupted } from './session/tellInterrupted';

/**
 * Starts a language server on a connection. Everything that it needs from outside comes through `runtime`,
 * and nothing is shared between two servers, so any number can live in one process. It answers requests when
 * the client has introduced itself.
 */
export function startServer(connection: Connection, runtime: Runtime): void {
  const session = startSession(connection, runtime);
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    session.client = readClientFacts(params);
    return describeServer(features.map((register) => register(session)));
  });
  followClient(session);
  tellInterrupted(session);
  connection.listen();
}

/** What answers requests. Each says which capabilities it gives the server for this client. */
const features: readonly ((session: Session) => Capabilities)[] = [
  registerEnvironmentRequests,
  registerHistoryRequests,
  registerGraphRequests,
  registerSchemaRequests,
  registerPlanRequests,
  registerChangeRequests,
  registerPlanCheck,
  registerGitRequests,
  registerMessageRequests,
  registerModelRequests,
  registerOwnCommandRequests,
  registerPythonRequests,
  registerCodeActions,
  registerCodeLens,
  registerNavigation,
  registerCompletion,
  registerRename,
  registerWorkspaceSymbols,
];
