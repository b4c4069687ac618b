import { CodeLensRefreshRequest, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { defaultServerSettings } from '../../protocol/settings';
import type { ServerSettings } from '../../protocol/settings';
import { settingsSection } from '../../protocol/identifiers';
import type { ClientFolder } from './clientFacts';
import { toClientFolders } from './clientFacts';
import { folderNames } from './folderNames';
import { showIndexProgress } from '../workspace/indexProgress';
import { describeError } from './runSafe';
import type { StartedSession } from './startSession';
import { parseExclude, parseServerSettings } from './settings';
import { followFiles } from '../workspace/followFiles';
import { EnvironmentWatching } from '../workspace/watchEnvironments';
import { openWorkspaceGit } from '../workspace/workspaceGit';
import type { IndexedFolder } from '../workspace/indexState';

/** The editor's own setting of what not to show. */
const excludeSection = 'files.exclude';

/** Keeps folders, settings and files as the client says they are, from its introduction to its end. */
export function followClient(session: StartedSession): void {
  const { connection, index } = session;
  let folders: readonly ClientFolder[] = [];
  let pushedSettings: ServerSettings = defaultServerSettings;

  let turn = 0;

  const readAgain = async (): Promise<void> => {
    const own = ++turn;
    const indexed = await withSettings(session, folders, pushedSettings);
    // A later change may have had its answer before.
    if (own === turn) index.setFolders(indexed);
    await index.settled();
  };
  const followFileOperations = followFiles(session);

  connection.onInitialized(() => {
    const { client } = session;
    folders = client.folders;
    if (client.announcesConfiguration) {
      void connection.client.register(DidChangeConfigurationNotification.type, {
        section: [settingsSection, excludeSection],
      });
    }
    if (client.changesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        const came = toClientFolders(added);
        folders = [...folders.filter(({ uri }) => !gone.has(uri)), ...came];
        void readAgain();
      });
    }
    followFileOperations();
    if (client.isWorkspaceTrusted) session.git = openWorkspaceGit(session);
    if (client.watchesFiles) session.watching = new EnvironmentWatching(session);
    const done = client.showsProgress ? showIndexProgress(connection) : undefined;
    void readAgain().finally(done);
  });
  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    pushedSettings = parseServerSettings((settings as Record<string, unknown> | null)?.[settingsSection]);
    void readAgain().then(() => {
      if (session.client.refreshesCodeLenses) void connection.sendRequest(CodeLensRefreshRequest.type);
    });
  });
  connection.onShutdown(() => {
    index.dispose();
    session.git?.dispose();
    session.syntax?.dispose();
    session.models?.dispose();
  });
}

async function withSettings(
  session: StartedSession,
  folders: readonly ClientFolder[],
  pushed: ServerSettings,
): Promise<readonly IndexedFolder[]> {
  const names = folderNames(folders);
  const named = folders.map(({ path, uri }, at) => ({ path, uri, name: names[at] ?? '' }));
  const unasked = named.map((folder) => ({ ...folder, settings: pushed, exclude: [] }));
  if (!session.client.pullsConfiguration || folders.length === 0) return unasked;
  try {
    const items = [settingsSection, excludeSection].flatMap((section) =>
      folders.map(({ uri }) => ({ scopeUri: uri, section })),
    );
    const values: unknown[] = await session.connection.workspace.getConfiguration(items);
    return named.map((folder, at) => ({
      ...folder,
      settings: parseServerSettings(values[at]),
      exclude: parseExclude(values[folders.length + at]),
    }));
  } catch (error) {
    session.log.error(`Reading the settings failed: ${describeError(error)}`);
    return unasked;
  }
}
