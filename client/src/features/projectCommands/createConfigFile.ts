import * as vscode from 'vscode';
import { posix } from 'node:path';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { CodeConfigurationDto } from '../../../../server/protocol/ownCommands';
import { createConfigFileCommand } from '../../infrastructure/alembic/output/lineActions';
import type { LineWish } from '../../infrastructure/alembic/output/lineActions';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { composeConfigFile } from './composeConfigFile';

/** Writes a minimal alembic.ini for an environment that code alone configures, and shows it. */
export function activateCreateConfigFile({
  commands,
  store,
  server,
}: Pick<WorkbenchServices, 'commands' | 'store' | 'server'>): void {
  commands.registerInternal(createConfigFileCommand, async (asked) => {
    requireTrust('Creating a config file');
    const { environmentKey } = asked as LineWish;
    const environment = store.environments.find(({ key }) => key === environmentKey);
    const { workspaceFolderUri } = environment ?? {};
    if (!environment || !workspaceFolderUri)
      throw new UserError('This environment is not there any more; refresh the history.');
    const folder = vscode.Uri.parse(workspaceFolderUri);
    const script = posix.relative(folder.path, vscode.Uri.parse(environment.scriptDirectoryUri).path);
    const found = (await server.readOwnCommands(environment.key))?.configured ?? [];
    const uri = vscode.Uri.joinPath(folder, 'alembic.ini');
    const contents = new TextEncoder().encode(composeConfigFile(script, configurationOf(environment, found)));
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uri, { contents });
    if (!(await vscode.workspace.applyEdit(edit)))
      throw new UserError(
        'alembic.ini is there already; add the section [alembic] with script_location to it.',
      );
    await vscode.window.showTextDocument(uri);
  });
}

/** The code that names this script directory, else the only one. */
function configurationOf(
  { scriptDirectoryUri }: EnvironmentDto,
  found: readonly CodeConfigurationDto[],
): CodeConfigurationDto | undefined {
  const name = scriptDirectoryUri.split('/').at(-1) ?? '';
  const named = found.find(({ options }) => options['script_location']?.split(/[/:]/).at(-1) === name);
  return named ?? (found.length === 1 ? found[0] : undefined);
}
