import * as vscode from 'vscode';
import { commandIds, settingsSection } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { ClientSettings } from '../../../../server/protocol/settings';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import type { Interpreters } from '../../infrastructure/python/interpreters';
import type { CommandRegistry } from '../../infrastructure/vscode/commandRegistry';
import { requireTrust } from '../../infrastructure/vscode/trust';

const setting: keyof ClientSettings = 'interpreter';

type InterpreterItem = vscode.QuickPickItem & { readonly choose: () => Promise<string | undefined> };

/** Select Interpreter…: the found ones, any other file, or back to finding one; writes the setting. */
export function activateInterpreter(
  commands: CommandRegistry,
  active: ActiveEnvironment,
  store: EnvironmentStore,
  interpreters: Interpreters,
): void {
  commands.register(commandIds.selectInterpreter, async () => {
    requireTrust('Select Interpreter');
    const environment = await chooseEnvironment(store, active, 'Select Interpreter');
    const value = await pickInterpreter(interpreters, environment);
    if (value !== undefined) await writeSetting(environment, value);
  });
}

async function pickInterpreter(
  interpreters: Interpreters,
  environment: EnvironmentDto,
): Promise<string | undefined> {
  const items = listInterpreters(interpreters, environment);
  const picked = await vscode.window.showQuickPick(items, {
    title: `Select Interpreter · ${environment.label}`,
    placeHolder: 'Which Python runs Alembic here?',
  });
  return await picked?.choose();
}

async function listInterpreters(
  interpreters: Interpreters,
  environment: EnvironmentDto,
): Promise<readonly InterpreterItem[]> {
  const found = await interpreters.all(environment);
  return [
    ...found.map(({ path, source }) => ({
      label: path,
      description: source,
      choose: () => Promise.resolve(path),
    })),
    { label: '$(folder-opened) Browse…', choose: browse },
    {
      label: '$(search) Find one by itself',
      description: 'clears the setting',
      choose: () => Promise.resolve(''),
    },
  ];
}

async function browse(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Python that runs Alembic',
    openLabel: 'Select',
    canSelectMany: false,
  });
  return files?.[0]?.fsPath;
}

async function writeSetting(environment: EnvironmentDto, value: string): Promise<void> {
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const folder = environment.workspaceFolderUri
    ? vscode.Uri.parse(environment.workspaceFolderUri)
    : undefined;
  const target =
    several && folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
  const configuration = vscode.workspace.getConfiguration(settingsSection, folder);
  await configuration.update(setting, value === '' ? undefined : value, target);
}
