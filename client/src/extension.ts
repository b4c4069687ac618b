import * as vscode from 'vscode';
import { activateTestConnection } from './features/database/activateTestConnection';
import { activateAgents } from './features/agents/activateAgents';
import { activateDatabase } from './features/database/activateDatabase';
import { pollDatabases } from './features/database/pollDatabases';
import { activateDatabasesView } from './features/databasesView/activateDatabasesView';
import { activateDatabaseCheck } from './features/databaseCheck/activateDatabaseCheck';
import { activateCompareWithMerged } from './features/git/activateCompareWithMerged';
import { activateEditRevision } from './features/editRevision/activateEditRevision';
import { activateGraph } from './features/graph/activateGraph';
import type { GraphPanel } from './features/graph/graphPanel';
import { activateHistoryTree } from './features/historyTree/activateHistoryTree';
import type { HistoryTree } from './features/historyTree/historyTree';
import { activateInitialise } from './features/initialise/activateInitialise';
import { activateProjectAbove } from './features/initialise/projectAbove';
import { activateInterpreter } from './features/interpreter/activateInterpreter';
import { activateMergeHeads } from './features/mergeHeads/activateMergeHeads';
import { activateMigrate } from './features/migrate/activateMigrate';
import { directions } from './features/migrate/direction';
import { migrate } from './features/migrate/migration';
import { activateNewRevision } from './features/newRevision/activateNewRevision';
import { activatePendingRevisions } from './features/pendingRevisions/activatePendingRevisions';
import { activateProjectCommands } from './features/projectCommands/activateProjectCommands';
import { activateCreateConfigFile } from './features/projectCommands/createConfigFile';
import { activateUpgradeCopy } from './features/upgradeCopy/activateUpgradeCopy';
import { activateReportIssue } from './features/reportIssue/activateReportIssue';
import { activateRunInTerminal } from './features/runInTerminal/activateRunInTerminal';
import { activateCorrectUrl } from './features/correctUrl/activateCorrectUrl';
import { activateEnvFile } from './features/correctUrl/activateEnvFile';
import { activateRunAgain } from './features/runAgain/activateRunAgain';
import { activateSchema } from './features/schema/activateSchema';
import { activateServerCommands } from './features/server/activateServerCommands';
import { activateSqlPreview } from './features/sqlPreview/activateSqlPreview';
import { activateStamp, stamp } from './features/stamp/activateStamp';
import { activateStatus } from './features/status/activateStatus';
import { tellUnfinishedRuns } from './features/unfinishedRuns/tellUnfinishedRuns';
import { activateUnknownRevision } from './features/unknownRevision/activateUnknownRevision';
import { removeStaleWorktreesOnceTrusted } from './features/unknownRevision/staleWorktrees';
import { activateFixes } from './features/fixes/activateFixes';
import { RunTargets } from './infrastructure/alembic/command/runTargets';
import { DatabaseClient } from './infrastructure/alembic/databases/databaseClient';
import { FailureDiagnostics } from './infrastructure/alembic/output/failureDiagnostics';
import { RunLocks } from './infrastructure/alembic/process/runLocks';
import { Runner } from './infrastructure/alembic/process/runner';
import { RunProcesses } from './infrastructure/alembic/process/runProcesses';
import { RunQueue } from './infrastructure/alembic/process/runQueue';
import { RunGuardian } from './infrastructure/alembic/process/runGuardian';
import { UnfinishedRuns } from './infrastructure/alembic/process/unfinishedRuns';
import { ActiveEnvironment } from './infrastructure/environments/activeEnvironment';
import { AnswerMemory } from './infrastructure/environments/answerMemory';
import { DatabaseStates } from './infrastructure/environments/databaseStates';
import { EnvironmentStore } from './infrastructure/environments/environmentStore';
import { followRevisionInEditor } from './infrastructure/environments/revisionInEditor';
import { Interpreters } from './infrastructure/python/interpreters';
import { HistoryServer } from './infrastructure/server/historyServer';
import { LanguageServer } from './infrastructure/server/languageServer';
import { CommandRegistry } from './infrastructure/vscode/commandRegistry';
import { createLog } from './infrastructure/vscode/log';
import { ReadOnlyDocuments } from './infrastructure/vscode/readOnlyDocuments';
import type { WorkbenchServices } from './infrastructure/workbenchServices';

/** What other extensions and the tests get from `activate`. */
export interface AlembicWorkbenchApi {
  /** The data of the history view. */
  readonly history: HistoryTree;
  /** The graph, where it is open. */
  readonly graph: () => GraphPanel | undefined;
}

/** Called by VS Code when the extension is needed. */
export async function activate(context: vscode.ExtensionContext): Promise<AlembicWorkbenchApi> {
  const log = createLog('Alembic Workbench');
  const languageServer = new LanguageServer(context.asAbsolutePath('server/dist/server.js'), log);
  const server = new HistoryServer(languageServer);
  const store = new EnvironmentStore(languageServer, server, log);
  const bridgeFile = context.asAbsolutePath('dist/bridge.py');
  const interpreters = new Interpreters(bridgeFile, log);
  const unfinished = new UnfinishedRuns(context.workspaceState);
  const guardian = new RunGuardian(context.asAbsolutePath('dist/guardian.js'));
  const queue = new RunQueue();
  const processes = new RunProcesses(guardian, log);
  const targets = new RunTargets(interpreters);
  const locks = new RunLocks(
    vscode.Uri.joinPath(context.globalStorageUri, 'runs').fsPath,
    vscode.workspace.name ?? 'no folder',
  );
  const terminalScript = context.asAbsolutePath('dist/terminalRun.js');
  const failures = new FailureDiagnostics();
  const runner = new Runner({ queue, processes, targets, locks, unfinished, failures, terminalScript });

  const services: WorkbenchServices = {
    commands: new CommandRegistry(log),
    log,
    languageServer,
    server,
    store,
    states: new DatabaseStates(server, new AnswerMemory(context.workspaceState)),
    active: new ActiveEnvironment(store),
    interpreters,
    targets,
    runner,
    client: new DatabaseClient({ bridgeFile, queue, processes, runner, failures }),
    failures,
    documents: new ReadOnlyDocuments(),
    copiesFolder: vscode.Uri.joinPath(context.globalStorageUri, 'copies').fsPath,
    worktreeRecords: vscode.Uri.joinPath(context.globalStorageUri, 'worktrees').fsPath,
  };
  const { commands, states, active, documents, worktreeRecords } = services;

  activateServerCommands(services);
  activateReportIssue(services, context.extension);
  const history = activateHistoryTree(services, context.workspaceState);
  const databases = activateDatabasesView(services);
  const graph = activateGraph(services, context.extensionUri);
  const schema = activateSchema(services);
  const status = activateStatus(services);
  activateMergeHeads(services);
  activateFixes(services);
  activateMigrate(services);
  activateNewRevision(services, (environment) =>
    migrate(services, directions.upgrade, environment, {
      revision: environment.heads.length === 1 ? 'head' : 'heads',
    }),
  );
  const sqlPreview = activateSqlPreview(services);
  activateStamp(services);
  activateProjectCommands(services);
  activateUpgradeCopy(services);
  activateCreateConfigFile(services);
  const databaseCheck = activateDatabaseCheck(services);
  activateDatabase(services);
  activateTestConnection(services);
  activateUnknownRevision(services);
  activateEditRevision(services);
  activateInitialise(services);
  const above = activateProjectAbove(services);
  activateCorrectUrl(services);
  activateEnvFile(services);
  activateRunAgain(services, (direction, environment, revision, last) =>
    migrate(services, directions[direction], environment, { revision, last: last.target }),
  );
  activateRunInTerminal(services, (command, environment, revision) =>
    command === 'stamp'
      ? stamp(services, environment, revision, true)
      : migrate(services, directions[command], environment, { revision, inTerminal: true }),
  );
  const pending = activatePendingRevisions(services);
  const unasked = pollDatabases(services);
  activateCompareWithMerged(services);
  activateInterpreter(services);

  context.subscriptions.push(
    log,
    languageServer,
    store,
    states,
    active,
    interpreters,
    queue,
    processes,
    failures,
    commands,
    documents,
    sqlPreview,
    above,
    databaseCheck,
    pending,
    unasked,
    history.disposable,
    databases,
    graph.disposable,
    schema,
    status,
    activateAgents(services, context.asAbsolutePath('server/dist/mcp.js'), versionOf(context)),
    followRevisionInEditor(store),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && server.noteFocus()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void languageServer.restart()),
    removeStaleWorktreesOnceTrusted(worktreeRecords, log),
  );
  tellUnfinishedRuns(unfinished);
  await store.refresh();
  // Not awaited: commands and views work, and say where things stand, while the server starts.
  void languageServer.start();
  return { history: history.tree, graph: graph.current };
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  return (extension.packageJSON as { readonly version: string }).version;
}
