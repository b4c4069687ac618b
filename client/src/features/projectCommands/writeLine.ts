import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { settingsSection } from '../../../../server/protocol/identifiers';
import type { ClientSettings } from '../../../../server/protocol/settings';

/** Writes a line into the workspace's settings: of the environment alone where there are several. */
export async function writeLine(
  all: readonly EnvironmentDto[],
  environment: EnvironmentDto,
  command: string,
  line: string,
): Promise<void> {
  const folder = environment.workspaceFolderUri
    ? vscode.Uri.parse(environment.workspaceFolderUri)
    : undefined;
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1 && folder !== undefined;
  const target = several ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
  const configuration = vscode.workspace.getConfiguration(settingsSection, folder);
  const written = <Value>(name: string): Value | undefined => {
    const found = configuration.inspect<Value>(name);
    return several ? found?.workspaceFolderValue : found?.workspaceValue;
  };
  const inFolder = all.filter(
    ({ workspaceFolderUri }) => workspaceFolderUri === environment.workspaceFolderUri,
  );
  if (inFolder.length > 1) {
    const environments = written<ClientSettings['environments']>('environments') ?? {};
    const label = several ? environment.labelInFolder : environment.label;
    const own = environments[label] ?? {};
    const commandLines = { ...own.commandLines, [command]: line };
    await configuration.update(
      'environments',
      { ...environments, [label]: { ...own, commandLines } },
      target,
    );
    return;
  }
  const lines = written<ClientSettings['commandLines']>('commandLines') ?? {};
  await configuration.update('commandLines', { ...lines, [command]: line }, target);
}
