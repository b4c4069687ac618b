import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { Refusal } from '../../vscode/refusal';
import { alembicProgram } from './alembicProgram';
import type { ChildCommand } from '../process/childRun';
import { findFlaskMigrate, flaskArguments, xOption } from './flaskMigrate';
import type { FlaskMigrate } from './flaskMigrate';
import { composeReplacedCommand } from './replacedCommand';
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

/** The folders that an environment's Alembic is run with. */
export interface RunPlace {
  readonly configFile: string;
  readonly workingDirectory: string;
  /** The folder above which nothing of the project is looked for. */
  readonly top: string;
  /** Another checkout than the workspace's, in which a command of the settings' own might mean other folders. */
  readonly isElsewhere: boolean;
}

/** Where the environment itself is. Throws a refusal where it has no config file. */
export function placeOf(environment: EnvironmentDto): RunPlace {
  return {
    configFile: configFile(environment),
    workingDirectory: environment.workingDirectory,
    top: workspaceFolder(environment),
    isElsewhere: false,
  };
}

/** The directory in which the environment's Alembic runs: Flask-Migrate's is where the app is. */
export function runningDirectory(place: RunPlace): string {
  return flaskMigrate(place)?.workingDirectory ?? place.workingDirectory;
}

function flaskMigrate({ configFile, top }: RunPlace): FlaskMigrate | undefined {
  return findFlaskMigrate(configFile, top);
}

/**
 * `python -m alembic -c FILE [-n SECTION] [-x …] …`: the options of Alembic itself come before its command. Or the command that the settings
 * have in its place; that one is not used elsewhere than in the workspace.
 */
export function alembicCommand(
  environment: EnvironmentDto,
  interpreter: string,
  commandAndArguments: readonly string[],
  place: RunPlace = placeOf(environment),
): ChildCommand {
  const { command, extraArguments, xArguments } = runnerSettings(environment);
  const { section } = environment;
  const workingDirectory = runningDirectory(place);
  const config = place.configFile;
  const variables = { ...process.env, ...addedVariables(environment) };
  const [replacement] = command;
  if (replacement !== undefined && !place.isElsewhere) {
    const [program = replacement, ...rest] = composeReplacedCommand(
      { words: command, configFile: config, section, workingDirectory, options: extraArguments, xArguments },
      commandAndArguments,
    );
    return { program, arguments: rest, workingDirectory, environment: variables };
  }
  const flask = flaskMigrate(place);
  if (flask) {
    return {
      program: interpreter,
      arguments: flaskArguments(flask, commandAndArguments, { options: extraArguments, xArguments }),
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
