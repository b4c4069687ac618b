import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import type { Interpreter, Interpreters } from '../../python/interpreters';
import { openSetting } from '../../vscode/userError';
import { UserError } from '../../vscode/userError';
import { requireTrust } from '../../vscode/trust';
import type { CurrentAnswer } from '../bridge/bridgeAnswers';
import { createConfigFile } from '../output/lineActions';
import { SecretMask } from '../output/secretMask';
import { alembicProgram } from './alembicProgram';
import { findFlaskMigrate } from './flaskMigrate';
import { pythonOfCommand } from './replacedCommand';
import { readRunSettings, workspaceFolder } from './runnerSettings';
import type { RunSettings } from './runnerSettings';
import type { RunPlace } from './targetParts';
import { secretSources } from './secretSources';
import type { AskedTarget, Launcher, RunTarget } from './runTarget';
import { changedParts, configFiles, fileName, hashFiles, hashSettings, hashText } from './targetParts';

/** Where the environment's env.py is. */
export function environmentFile({ scriptDirectoryUri }: EnvironmentDto): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(scriptDirectoryUri), 'env.py');
}

/** Prepares runs, and says whether one that was asked about is still what would be prepared now. */
export class RunTargets {
  constructor(private readonly interpreters: Interpreters) {}

  /**
   * Reads, once, everything that the environment's Alembic is run with. Throws a UserError where it can't be
   * run.
   */
  async prepare(environment: EnvironmentDto): Promise<RunTarget> {
    requireTrust('Running Alembic');
    const place = placeOf(environment);
    const settings = readRunSettings(environment);
    const interpreter = await this.interpreters.resolve(environment, settings);
    return composeTarget(environment, settings, interpreter, place);
  }

  /**
   * What changed since a target was prepared, as it is called to people; nothing where it is what would run
   * now.
   */
  async changesSince(target: RunTarget): Promise<readonly string[]> {
    const { environment, interpreter, place } = target;
    const prepared = await this.prepare(environment);
    const now = place.isElsewhere ? inPlace(prepared, place, interpreter) : prepared;
    const read = hashFiles([...target.parts.read.keys()]);
    return changedParts(target.parts, { ...now.parts, read }, place.top);
  }

  /** Throws a UserError where something changed since the target was shown in a question. */
  async requireUnchanged(target: RunTarget): Promise<void> {
    const changes = await this.changesSince(target);
    if (changes.length === 0) return;
    throw new UserError(
      `${listNames(changes)} changed since you were asked, so nothing was run; try again to be asked about what is so now.`,
      [],
      'warning',
      { offersTryAgain: true },
    );
  }
}

/** The same in another checkout: with a Python, because a command of the settings may mean other folders. */
export function inPlace(target: RunTarget, place: RunPlace, interpreter: Interpreter): RunTarget {
  const located = locate(place);
  return {
    ...target,
    ...located,
    settings: { ...target.settings, command: [], commandLines: {} },
    interpreter,
    launcher: pythonLauncher(interpreter.path, located.workingDirectory),
    ...bridgeStart([], interpreter.path, located),
    parts: { ...target.parts, files: hashFiles(configFiles(place)) },
  };
}

/** The target with the databases that its Alembic named, and what env.py imported and read for it. */
export function withAnswer(target: RunTarget, { databases, scripts }: CurrentAnswer): AskedTarget {
  return {
    ...target,
    databases,
    parts: { ...target.parts, read: hashFiles([...(scripts?.modules ?? []), ...(scripts?.read ?? [])]) },
  };
}

/** The target with a command line of the project's own, which a person has picked for this run. */
export function withLine(target: AskedTarget, command: string, line: string): AskedTarget {
  const { settings } = target;
  return {
    ...target,
    settings: { ...settings, commandLines: { ...settings.commandLines, [command]: line } },
  };
}

/** The target with files that are not to change until it runs, as they are now. */
export function withFiles(target: AskedTarget, files: readonly string[]): AskedTarget {
  const { parts } = target;
  return { ...target, parts: { ...parts, read: new Map([...parts.read, ...hashFiles(files)]) } };
}

function composeTarget(
  environment: EnvironmentDto,
  settings: RunSettings,
  interpreter: Interpreter,
  place: RunPlace,
): RunTarget {
  const { runner, guards, envFile, addedVariables } = settings;
  const located = locate(place);
  const [program, ...words] = runner.command;
  const variables = { ...process.env, ...addedVariables };
  return {
    ...located,
    environment,
    settings: runner,
    guards,
    interpreter,
    launcher:
      program === undefined
        ? pythonLauncher(interpreter.path, located.workingDirectory)
        : { program, arguments: words },
    ...bridgeStart(runner.command, interpreter.path, located),
    variables,
    mask: SecretMask.from(secretSources(place, runner, variables)),
    parts: {
      settings: new Map([
        ...hashSettings({ ...runner, typeNameFor: guards.typeNameFor, refuseFor: guards.refuseFor }),
        ...hashText('the interpreter', interpreter.path),
        ...(envFile ? hashText(fileName(envFile.path, place.top), envFile.text) : []),
      ]),
      files: hashFiles([...configFiles(place), environmentFile(environment).fsPath]),
      read: new Map(),
    },
    databases: undefined,
  };
}

function locate(place: RunPlace): Pick<RunTarget, 'place' | 'flask' | 'workingDirectory'> {
  const flask = findFlaskMigrate(place.configFile, place.top);
  return { place, flask, workingDirectory: flask?.workingDirectory ?? place.workingDirectory };
}

/**
 * Where the environment itself is. Throws a UserError where it has no config file that Alembic could be
 * started with.
 */
function placeOf(environment: EnvironmentDto): RunPlace {
  if (!environment.configUri) {
    throw new UserError(
      `${environment.label} has no config file, so Alembic can't be started for it; name one in the setting alembicWorkbench.configFiles, or create one.`,
      [createConfigFile(environment), openSetting('configFiles')],
    );
  }
  return {
    configFile: vscode.Uri.parse(environment.configUri).fsPath,
    workingDirectory: environment.workingDirectory,
    top: workspaceFolder(environment),
    isElsewhere: false,
  };
}

function pythonLauncher(interpreter: string, workingDirectory: string): Launcher {
  return { program: interpreter, arguments: alembicProgram(interpreter, workingDirectory) };
}

function bridgeStart(
  command: readonly string[],
  interpreter: string,
  { flask, workingDirectory }: Pick<RunTarget, 'flask' | 'workingDirectory'>,
): Pick<RunTarget, 'python' | 'program'> {
  if (command.length === 0) {
    const [start = '-m'] = alembicProgram(interpreter, workingDirectory);
    const alembic = start === '-m' ? { module: 'alembic' } : { script: start };
    return {
      python: { program: interpreter, arguments: [] },
      program: flask ? { module: 'flask' } : alembic,
    };
  }
  const started = pythonOfCommand(command);
  const [program, ...rest] = started?.python ?? [];
  return {
    python: program === undefined ? undefined : { program, arguments: rest },
    program: started?.program ?? { module: 'alembic' },
  };
}

function listNames(names: readonly string[]): string {
  const [last = '', ...others] = [...names].reverse();
  return others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last;
}
