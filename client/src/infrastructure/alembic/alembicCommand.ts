import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { Refusal } from '../vscode/refusal';
import type { ChildCommand } from './childRun';
import { findFlaskMigrate, flaskArguments } from './flaskMigrate';
import type { FlaskMigrate } from './flaskMigrate';
import { composeReplacedCommand, xOption } from './replacedCommand';
import { addedVariables, runnerSettings, workspaceFolder } from './runnerSettings';

/** The environment's config file as a path. Throws a refusal where Alembic has none that it could be started with. */
export function configFile(environment: EnvironmentDto): string {
  if (environment.configUri) return vscode.Uri.parse(environment.configUri).fsPath;
  throw new Refusal(
    `${environment.label} has no config file, so Alembic can't be started for it; name one in the setting alembicWorkbench.configFiles.`,
    [
      {
        title: 'Open Setting',
        command: 'workbench.action.openSettings',
        arguments: ['alembicWorkbench.configFiles'],
      },
    ],
  );
}

/** The directory in which the environment's Alembic runs: Flask-Migrate's is where the app is. */
export function runningDirectory(environment: EnvironmentDto): string {
  return flaskMigrate(environment)?.workingDirectory ?? environment.workingDirectory;
}

function flaskMigrate(environment: EnvironmentDto): FlaskMigrate | undefined {
  return findFlaskMigrate(configFile(environment), workspaceFolder(environment));
}

/**
 * `python -m alembic -c FILE [-n SECTION] [-x …] …`: the options of Alembic itself come before its command. Or the command that the settings
 * have in its place.
 */
export function alembicCommand(
  environment: EnvironmentDto,
  interpreter: string,
  commandAndArguments: readonly string[],
): ChildCommand {
  const { command, extraArguments, xArguments } = runnerSettings(environment);
  const { section } = environment;
  const workingDirectory = runningDirectory(environment);
  const config = configFile(environment);
  const variables = { ...process.env, ...addedVariables(environment) };
  const [replacement] = command;
  if (replacement !== undefined) {
    const [program = replacement, ...rest] = composeReplacedCommand(
      { words: command, configFile: config, section, workingDirectory, options: extraArguments, xArguments },
      commandAndArguments,
    );
    return { program, arguments: rest, workingDirectory, environment: variables };
  }
  const flask = flaskMigrate(environment);
  if (flask) {
    return {
      program: interpreter,
      arguments: flaskArguments(flask, commandAndArguments),
      workingDirectory,
      environment: variables,
    };
  }
  return {
    program: interpreter,
    arguments: [
      ...alembicProgram(interpreter, workingDirectory),
      '-c',
      config,
      ...(section === 'alembic' ? [] : ['-n', section]),
      ...extraArguments,
      ...xArguments.flatMap(xOption),
      ...commandAndArguments,
    ],
    workingDirectory,
    environment: variables,
  };
}

/** A package `alembic` of the project's own would be taken by `-m alembic`; then the installed script is run instead. */
function alembicProgram(interpreter: string, workingDirectory: string): readonly string[] {
  const shadowed =
    existsSync(join(workingDirectory, 'alembic', '__init__.py')) ||
    existsSync(join(workingDirectory, 'alembic.py'));
  const script = join(dirname(interpreter), 'alembic');
  return shadowed && existsSync(script) ? [script] : ['-m', 'alembic'];
}
