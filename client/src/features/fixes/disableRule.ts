import * as vscode from 'vscode';
import { settingsSection } from '../../../../server/protocol/identifiers';
import type { RuleLevel } from '../../../../server/protocol/settings';

/**
 * Writes `off` for a rule into the settings of the folder, where the workspace has several, else of the
 * workspace.
 */
export async function disableRule(rule: string, uri: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection, uri);
  const inspected = configuration.inspect<Readonly<Record<string, RuleLevel>>>('rules');
  const isMultiRoot = vscode.workspace.workspaceFile !== undefined;
  const folder = isMultiRoot && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const before = folder ? inspected?.workspaceFolderValue : inspected?.workspaceValue;
  await configuration.update(
    'rules',
    { ...before, [rule]: 'off' },
    folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace,
  );
}
