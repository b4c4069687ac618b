import { FileChangeType } from 'vscode-languageserver';
import { pathFromUri } from '../convert/paths';
import type { Session } from '../session/session';
import { diskDelays, typingDelays } from './debounce';
import { followOpenDocuments } from './openDocuments';
import { sourceRoots } from './watchPatterns';
import type { FileEvent } from './workspaceFiles';

/**
 * Notes what happens to files: in the editor, and on disk as far as the client tells. The returned function
 * follows what the client's own commands do to files, once the client is known and ready.
 */
export function followFiles(session: Session): () => void {
  const { connection, files, index } = session;
  const note = (uri: string, kind: FileEvent['kind']): void => {
    const path = pathFromUri(uri);
    if (path === undefined) return;
    const change = files.note({ path, kind });
    if (change === 'none') return;
    session.models?.noteChange();
    lookAgain(path);
    index.noteFile(path, change, diskDelays);
  };
  /**
   * Folders may have come without a word, so those that a config file names are looked at anew when it
   * changes.
   */
  const lookAgain = (configFile: string): void => {
    for (const { snapshot } of index.state.environments.values()) {
      const { environment } = snapshot;
      if (environment.configuration.configFile !== configFile) continue;
      for (const path of sourceRoots([environment])) files.note({ path, kind: 'changed' });
    }
  };

  followOpenDocuments(connection, files, (path, change) => {
    if (change === 'opened') {
      // Opened sooner than anybody told that it is there.
      if (index.isMissing(path)) index.noteFile(path, 'existence', diskDelays);
    } else if (change === 'text') {
      lookAgain(path);
      session.models?.noteChange();
      index.noteFile(path, files.isOnDisk(path) ? 'text' : 'existence', typingDelays);
    } else {
      session.syntax?.noteChange();
      session.models?.noteChange();
      if (!session.client.watchesFiles) index.noteEverything(diskDelays);
    }
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) note(uri, eventKinds[type]);
  });

  return () => {
    connection.workspace.onDidCreateFiles(({ files: created }) => {
      for (const { uri } of created) note(uri, 'created');
    });
    connection.workspace.onDidDeleteFiles(({ files: deleted }) => {
      for (const { uri } of deleted) note(uri, 'deleted');
    });
    connection.workspace.onDidRenameFiles(({ files: renamed }) => {
      for (const { oldUri, newUri } of renamed) {
        note(oldUri, 'deleted');
        note(newUri, 'created');
      }
    });
  };
}

const eventKinds: Readonly<Record<FileChangeType, FileEvent['kind']>> = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
};
