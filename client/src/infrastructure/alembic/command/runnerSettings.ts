import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseEnv } from 'node:util';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { settingsSection } from '../../../../../server/protocol/identifiers';
import { defaultClientSettings } from '../../../../../server/protocol/settings';
import type { ClientSettings, RunnerSettings } from '../../../../../server/protocol/settings';
import { Refusal } from '../../vscode/refusal';
import type { WayOut } from '../../vscode/refusal';

/** The button of failures that are about the command in Alembic's place. */
export const openCommandSetting: WayOut = {
  title: 'Open Setting',
  command: 'workbench.action.openSettings',
  arguments: ['alembicWorkbench.command'],
};

/** A setting of the client for the folder that the environment is in. */
export function readSetting<Name extends keyof ClientSettings>(
  environment: EnvironmentDto,
  name: Name,
): ClientSettings[Name] {
  const folder = environment.workspaceFolderUri;
  const resource = folder === null ? undefined : vscode.Uri.parse(folder);
  return vscode.workspace.getConfiguration(settingsSection, resource).get(name, defaultClientSettings[name]);
}

/** How the environment's Alembic is to be started: its own entry in `environments` before the general settings, placeholders replaced. */
export function runnerSettings(environment: EnvironmentDto): RunnerSettings {
  const own = readSetting(environment, 'environments')[environment.label] ?? {};
  const fill = (text: string): string => text.replaceAll('${workspaceFolder}', workspaceFolder(environment));
  const filled = (texts: readonly string[]): readonly string[] => texts.map((text) => fill(String(text)));
  const variables = { ...readSetting(environment, 'env'), ...own.env };
  return {
    interpreter: fill(own.interpreter ?? readSetting(environment, 'interpreter')).trim(),
    command: filled(own.command ?? readSetting(environment, 'command')),
    extraArguments: filled(own.extraArguments ?? readSetting(environment, 'extraArguments')),
    xArguments: filled(own.xArguments ?? readSetting(environment, 'xArguments')),
    env: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value === null ? null : fill(String(value))]),
    ),
    envFile: fill(own.envFile ?? readSetting(environment, 'envFile')).trim(),
  };
}

/** The variables that the environment's processes get beside VS Code's own: the file's, then the setting's. Throws a refusal where the file can't be read. */
export function addedVariables(environment: EnvironmentDto): Readonly<Record<string, string | undefined>> {
  const { env, envFile } = runnerSettings(environment);
  const variables: Record<string, string | undefined> = { ...readEnvFile(environment, envFile) };
  for (const [name, value] of Object.entries(env)) variables[name] = value ?? undefined;
  return variables;
}

/** The folder that `${workspaceFolder}` stands for. */
export function workspaceFolder(environment: EnvironmentDto): string {
  return environment.workspaceFolderUri
    ? vscode.Uri.parse(environment.workspaceFolderUri).fsPath
    : environment.workingDirectory;
}

function readEnvFile(
  environment: EnvironmentDto,
  file: string,
): Readonly<Record<string, string | undefined>> {
  if (file === '') return {};
  const path = isAbsolute(file) ? file : join(workspaceFolder(environment), file);
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(
      `The file of the setting alembicWorkbench.envFile can't be read (${reason}); correct it.`,
      [
        {
          title: 'Open Setting',
          command: 'workbench.action.openSettings',
          arguments: ['alembicWorkbench.envFile'],
        },
      ],
    );
  }
}
