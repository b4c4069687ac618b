import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import { settingsSection } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { environmentFile } from '../../infrastructure/alembic/command/runTargets';
import { envFilePath } from '../../infrastructure/alembic/command/runnerSettings';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Settings that decide which database Alembic reaches. */
const deciding = ['interpreter', 'command', 'extraArguments', 'xArguments', 'env', 'envFile', 'environments'];

/**
 * Doubts what databases said, and that env.py fails, once something changes that may lead to others: an env
 * file, the config file, env.py, a setting.
 */
export function doubtAnswers({
  store,
  states,
  failures,
}: Pick<WorkbenchServices, 'store' | 'states' | 'failures'>): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/{*env*,*.ini,pyproject.toml}');
  const doubt = (environment: EnvironmentDto, changedAt?: number): void => {
    states.doubt(environment.key);
    failures.clearStart(environmentFile(environment), changedAt);
  };
  const note = (uri: vscode.Uri): void => {
    for (const environment of store.environments)
      if (mayDecide(uri, environment)) doubt(environment, changeOf(uri));
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(note),
    watcher.onDidCreate(note),
    watcher.onDidDelete(note),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (deciding.some((name) => change.affectsConfiguration(`${settingsSection}.${name}`)))
        for (const environment of store.environments) doubt(environment);
    }),
  );
}

/** When a file was changed last, in milliseconds since 1970; undefined where it is gone. */
function changeOf(uri: vscode.Uri): number | undefined {
  return statSync(uri.fsPath, { throwIfNoEntry: false })?.mtimeMs;
}

function mayDecide(uri: vscode.Uri, environment: EnvironmentDto): boolean {
  const text = uri.toString();
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (name.startsWith('.env')) return text.startsWith(environment.workspaceFolderUri ?? 'no folder');
  const known = [environment.configUri, environmentFile(environment).toString()];
  return known.includes(text) || uri.fsPath === envFilePath(environment);
}
