import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { settingsSection } from '../../../../../server/protocol/identifiers';
import { defaultClientSettings } from '../../../../../server/protocol/settings';
import type { ClientSettings, RunnerSettings } from '../../../../../server/protocol/settings';
import { envFileVariables } from './envFileVariables';
import { ownSettings } from './ownSettings';
import { fillPlaceholders } from './placeholders';
import { openSetting } from '../../vscode/userError';
import { UserError } from '../../vscode/userError';

/** What keeps databases from being written to unasked. */
export type WriteGuards = Pick<ClientSettings, 'confirm' | 'typeNameFor' | 'refuseFor'>;

/** Everything that settings say about a run, read in one go. */
export interface RunSettings {
  /** The environment's own entry before the general settings, placeholders replaced. */
  readonly runner: RunnerSettings;
  readonly guards: WriteGuards;
  readonly envFile: EnvFile | undefined;
  /** The variables that processes get beside VS Code's own: the file's, then the setting's. */
  readonly addedVariables: Readonly<Record<string, string | undefined>>;
}

/** The file of the setting `envFile` as it was read. */
export interface EnvFile {
  readonly path: string;
  readonly text: string;
}

/** A setting of the client for the folder that the environment is in. */
export function readSetting<Name extends keyof ClientSettings>(
  environment: EnvironmentDto,
  name: Name,
): ClientSettings[Name] {
  return configuration(environment).get(name, defaultClientSettings[name]);
}

function configuration({ workspaceFolderUri }: EnvironmentDto): vscode.WorkspaceConfiguration {
  const resource = workspaceFolderUri === null ? undefined : vscode.Uri.parse(workspaceFolderUri);
  return vscode.workspace.getConfiguration(settingsSection, resource);
}

/** What the settings say now. Throws a UserError where the env file can't be read. */
export function readRunSettings(environment: EnvironmentDto): RunSettings {
  const runner = readRunner(environment);
  const envFile = readEnvFile(environment, runner.envFile);
  const variables: Record<string, string | undefined> = envFile
    ? { ...envFileVariables(envFile.text, process.env) }
    : {};
  for (const [name, value] of Object.entries(runner.env)) variables[name] = value ?? undefined;
  return {
    runner,
    guards: {
      confirm: readSetting(environment, 'confirm'),
      typeNameFor: readSetting(environment, 'typeNameFor'),
      refuseFor: readSetting(environment, 'refuseFor'),
    },
    envFile,
    addedVariables: variables,
  };
}

/** The folder that `${workspaceFolder}` stands for. */
export function workspaceFolder(environment: EnvironmentDto): string {
  return environment.workspaceFolderUri
    ? vscode.Uri.parse(environment.workspaceFolderUri).fsPath
    : environment.workingDirectory;
}

function readOwnSettings(environment: EnvironmentDto): Partial<RunnerSettings> {
  const inFolder = vscode.workspace.isTrusted
    ? configuration(environment).inspect<ClientSettings['environments']>('environments')?.workspaceFolderValue
    : undefined;
  return ownSettings(environment, readSetting(environment, 'environments'), inFolder ?? {});
}

function readRunner(environment: EnvironmentDto): RunnerSettings {
  const own = readOwnSettings(environment);
  const folder = workspaceFolder(environment);
  const fill = (text: string): string => fillPlaceholders(text, folder);
  const filled = (texts: readonly string[]): readonly string[] => texts.map((text) => fill(String(text)));
  const variables = { ...readSetting(environment, 'env'), ...own.env };
  return {
    interpreter: fill(own.interpreter ?? readSetting(environment, 'interpreter')).trim(),
    command: filled(own.command ?? readSetting(environment, 'command')),
    // Filled word by word: a folder may have blanks.
    commandLines: { ...readSetting(environment, 'commandLines'), ...own.commandLines },
    extraArguments: filled(own.extraArguments ?? readSetting(environment, 'extraArguments')),
    xArguments: filled(own.xArguments ?? readSetting(environment, 'xArguments')),
    env: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value === null ? null : fill(String(value))]),
    ),
    envFile: fill(own.envFile ?? readSetting(environment, 'envFile')).trim(),
  };
}

/** Where the env file of the settings is; undefined where they name none. */
export function envFilePath(environment: EnvironmentDto): string | undefined {
  return pathOfEnvFile(environment, readRunner(environment).envFile);
}

function pathOfEnvFile(environment: EnvironmentDto, file: string): string | undefined {
  if (file === '') return undefined;
  return isAbsolute(file) ? file : join(workspaceFolder(environment), file);
}

function readEnvFile(environment: EnvironmentDto, file: string): EnvFile | undefined {
  const path = pathOfEnvFile(environment, file);
  if (path === undefined) return undefined;
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The file of the setting alembicWorkbench.envFile can't be read (${reason}); correct it.`,
      [openSetting('envFile')],
    );
  }
}
