import { relative } from 'node:path';
import * as vscode from 'vscode';
import { settingsSection } from '../../../../server/protocol/identifiers';
import { workspaceFolder } from '../../infrastructure/alembic/command/runnerSettings';
import { useEnvFile } from '../../infrastructure/alembic/databases/envFileActions';
import type { EnvFileWish } from '../../infrastructure/alembic/databases/envFileActions';
import { UserError } from '../../infrastructure/vscode/userError';
import type { Again } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Use .env: names the file in the settings of the folder, and runs once more what failed without it. */
export function activateEnvFile({ commands, store }: Pick<WorkbenchServices, 'commands' | 'store'>): void {
  commands.registerInternal(useEnvFile, async (wished, failed) => {
    const { environmentKey, file } = wished as EnvFileWish;
    const environment = store.find(environmentKey);
    if (!environment) throw new UserError('The environment is not there any more; refresh the history.');
    const top = workspaceFolder(environment);
    const below = relative(top, file).replaceAll('\\', '/');
    const value = below.startsWith('..') ? file : `\${workspaceFolder}/${below}`;
    const isOneOfSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
    const { WorkspaceFolder, Workspace } = vscode.ConfigurationTarget;
    const folder = environment.workspaceFolderUri;
    await vscode.workspace
      .getConfiguration(settingsSection, folder === null ? undefined : vscode.Uri.parse(folder))
      .update('envFile', value, isOneOfSeveral && folder !== null ? WorkspaceFolder : Workspace);
    const again = failed as Again | undefined;
    if (again) await vscode.commands.executeCommand(again.command, ...again.arguments);
  });
}
