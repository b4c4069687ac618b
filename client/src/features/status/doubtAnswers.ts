import * as vscode from 'vscode';
import { settingsSection } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Settings that decide which database Alembic reaches. */
const deciding = ['interpreter', 'command', 'extraArguments', 'xArguments', 'env', 'envFile', 'environments'];

/**
 * Doubts what databases said once something changes that may lead to others: an env file, the config file,
 * env.py, a setting.
 */
export function doubtAnswers({
  store,
  states,
}: Pick<WorkbenchServices, 'store' | 'states'>): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/{.env,.env.*,*.ini,pyproject.toml,env.py}');
  const note = (uri: vscode.Uri): void => {
    for (const environment of store.environments)
      if (mayDecide(uri, environment)) states.doubt(environment.key);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(note),
    watcher.onDidCreate(note),
    watcher.onDidDelete(note),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (deciding.some((name) => change.affectsConfiguration(`${settingsSection}.${name}`)))
        for (const { key } of store.environments) states.doubt(key);
    }),
  );
}

function mayDecide(uri: vscode.Uri, environment: EnvironmentDto): boolean {
  const text = uri.toString();
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (name.startsWith('.env')) return text.startsWith(environment.workspaceFolderUri ?? 'no folder');
  return text === environment.configUri || text === `${environment.scriptDirectoryUri}/env.py`;
}
