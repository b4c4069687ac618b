import * as vscode from 'vscode';
import { commandIds, settingsSection } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { ClientSettings } from '../../../../server/protocol/settings';
import { readRunSettings, workspaceFolder } from '../../infrastructure/alembic/command/runnerSettings';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import type { Interpreters } from '../../infrastructure/python/interpreters';
import { findToolCommands } from '../../infrastructure/python/projectTools';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { openSetting } from '../../infrastructure/vscode/userError';
import { showMessage } from '../../infrastructure/vscode/messages';
import { requireTrust } from '../../infrastructure/vscode/trust';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What a choice writes to the settings; undefined clears one. */
type Choice = Pick<Partial<ClientSettings>, 'interpreter' | 'command'>;

type InterpreterItem = PickRow & { readonly choose: () => Promise<Choice | undefined> };

/**
 * Select Interpreter…: the found ones, any other file, the tool that keeps the project's packages, or back to
 * finding one; writes the settings.
 */
export function activateInterpreter({
  commands,
  active,
  store,
  interpreters,
}: Pick<WorkbenchServices, 'commands' | 'active' | 'store' | 'interpreters'>): void {
  commands.register(commandIds.selectInterpreter, async () => {
    requireTrust('Select Interpreter');
    const environment = await chooseEnvironment(store, active, 'Select Interpreter');
    const choice = await pickInterpreter(interpreters, environment);
    if (!choice) return;
    await writeSettings(environment, choice);
    if (!choice.command) warnOfCommand(environment);
  });
}

async function pickInterpreter(
  interpreters: Interpreters,
  environment: EnvironmentDto,
): Promise<Choice | undefined> {
  const items = listInterpreters(interpreters, environment);
  const picked = await pickRow(items, {
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
  const tools = findToolCommands(environment.workingDirectory, workspaceFolder(environment));
  return [
    ...found.map(({ path, source }) => ({
      label: path,
      description: source,
      choose: () => Promise.resolve({ interpreter: path }),
    })),
    ...tools.map(({ file, words }) => ({
      icon: 'terminal',
      label: words.join(' '),
      description: `${file}: sets alembicWorkbench.command`,
      choose: () => Promise.resolve({ command: words }),
    })),
    { icon: 'folder-opened', label: 'Browse…', choose: browse },
    {
      icon: 'search',
      label: 'Find one by itself',
      description: 'clears the setting',
      choose: () => Promise.resolve({ interpreter: undefined }),
    },
  ];
}

async function browse(): Promise<Choice | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Python that runs Alembic',
    openLabel: 'Select',
    canSelectMany: false,
  });
  return files?.[0] && { interpreter: files[0].fsPath };
}

async function writeSettings(environment: EnvironmentDto, choice: Choice): Promise<void> {
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const folder = environment.workspaceFolderUri
    ? vscode.Uri.parse(environment.workspaceFolderUri)
    : undefined;
  const target =
    several && folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
  const configuration = vscode.workspace.getConfiguration(settingsSection, folder);
  for (const [name, value] of Object.entries(choice)) await configuration.update(name, value, target);
}

/** A command in Alembic's place goes before every interpreter; it is the person's, so it stays. */
function warnOfCommand(environment: EnvironmentDto): void {
  const { command } = readRunSettings(environment).runner;
  if (command.length === 0) return;
  const message = `Alembic is still run by ${command.join(' ')}; clear the setting alembicWorkbench.command to have the interpreter used.`;
  void showMessage('warning', message, [openSetting('command')]);
}
