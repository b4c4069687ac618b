import type { Connection } from 'vscode-languageserver';
import { didChangeEnvironments } from '../../protocol/environments';
import type { ClientFacts } from './clientFacts';
import { ClientUris } from '../convert/clientUris';
import { configErrors } from '../convert/environmentDtos';
import { WorkspaceDiagnostics } from '../workspace/workspaceDiagnostics';
import { PublishedDiagnostics } from '../workspace/publishedDiagnostics';
import type { Log } from './runSafe';
import type { Runtime } from './runtime';
import type { Session } from './session';
import type { EnvironmentWatching } from '../workspace/watchEnvironments';
import { AppliedRevisions } from '../workspace/appliedRevisions';
import { createEnvironmentReader } from '../workspace/environmentReader';
import type { IndexState } from '../workspace/indexState';
import type { WorkspaceGit } from '../workspace/workspaceGit';
import { WorkspaceModels } from '../workspace/workspaceModels';
import type { WorkspaceSyntax } from '../workspace/workspaceSyntax';
import { openWorkspaceSyntax } from '../workspace/workspaceSyntax';
import { WorkspaceSchemas } from '../workspace/workspaceSchemas';
import { WorkspaceFiles } from '../workspace/workspaceFiles';
import { WorkspaceIndex } from '../workspace/workspaceIndex';

/** A session whose client is not known yet. */
export interface StartedSession extends Session {
  client: ClientFacts;
  /** Undefined for a client that can't watch. */
  watching: EnvironmentWatching | undefined;
  git: WorkspaceGit | undefined;
  syntax: WorkspaceSyntax | undefined;
  models: WorkspaceModels | undefined;
  applied: AppliedRevisions | undefined;
}

const unknownClient: ClientFacts = {
  isWorkspaceTrusted: false,
  folders: [],
  watchesFiles: false,
  supportsRelativePatterns: false,
  pullsConfiguration: false,
  announcesConfiguration: false,
  changesFolders: false,
  showsProgress: false,
  resolvesCodeActionEdits: false,
  showsDisabledCodeActions: false,
  preparesRename: false,
  disablesRules: false,
  comparesWithMerged: false,
  opensRevisions: false,
  checksPlans: false,
  initialises: false,
  generatesDowngrades: false,
  refreshesCodeLenses: false,
  workspaceEdits: { documentChanges: false, create: false, rename: false },
};

/** Puts the parts of a server together: files, index, and the publishing of what the index finds. */
export function startSession(connection: Connection, runtime: Runtime): StartedSession {
  const log: Log = {
    error: (message) => connection.console.error(message),
    info: (message) => connection.console.info(message),
  };
  const files = new WorkspaceFiles(runtime.disk);
  const published = new PublishedDiagnostics(
    (uri, diagnostics) => void connection.sendDiagnostics({ uri, diagnostics }),
  );
  const diagnostics = new WorkspaceDiagnostics();
  const index: WorkspaceIndex = new WorkspaceIndex({
    runtime,
    reader: createEnvironmentReader(files),
    log,
    realPath: (path) => files.realPath(path),
    gitFacts: async (snapshot, { mainBranch }) =>
      session.git?.factsFor(
        snapshot,
        mainBranch || (snapshot.environment.workbench?.config.mainBranch ?? ''),
      ),
    knownFacts: (snapshot) => ({
      syntax: session.syntax?.factsFor(snapshot),
      unseenModels: session.models?.unseenBy(snapshot),
      applied: session.applied?.of(snapshot),
    }),
    beforeReading: async (environments) => session.watching?.watch(index.folders, environments),
  });
  const uris = (): ClientUris =>
    new ClientUris({
      folders: index.folders,
      openUri: (path) => files.openText(path)?.uri,
      realPath: (path) => files.realPath(path),
    });
  index.onDidChange((state) => {
    const names = uris();
    const sources = {
      textOf: (path: string) => files.readText(path),
      uriOf: (path: string) => names.of(path),
    };
    published.replace(diagnostics.of(state, sources));
  });
  index.onDidChange((state, previous) => announceChanges(connection, state, previous));
  const session: StartedSession = {
    connection,
    runtime,
    files,
    index,
    schemas: new WorkspaceSchemas(files),
    log,
    client: unknownClient,
    watching: undefined,
    git: undefined,
    syntax: undefined,
    models: undefined,
    applied: undefined,
    uris,
  };
  session.syntax = openWorkspaceSyntax(session);
  session.applied = new AppliedRevisions(session);
  session.models = new WorkspaceModels(session);
  return session;
}

/**
 * Also says that the first index is complete where it found nothing, and that config files without an
 * environment changed.
 */
function announceChanges(connection: Connection, state: IndexState, previous: IndexState): void {
  const keys = new Set([...previous.environments.keys(), ...state.environments.keys()]);
  const changed = [...keys].filter((key) => previous.environments.get(key) !== state.environments.get(key));
  if (changed.length === 0 && previous.isComplete && configErrors(previous) === configErrors(state)) return;
  const environments = changed.map((environment) => ({
    environment,
    generation: state.environments.get(environment)?.snapshot.generation ?? 0,
  }));
  void connection.sendNotification(didChangeEnvironments.method, { environments });
}
