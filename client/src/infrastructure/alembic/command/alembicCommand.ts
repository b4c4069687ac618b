import type { AskedCommand } from '../bridge/askedCommand';
import type { ChildCommand } from '../process/childRun';
import { flaskArguments, xOption } from './flaskMigrate';
import { composeReplacedCommand, programWords } from './replacedCommand';
import type { ReplacedCommand } from './replacedCommand';
import type { RunTarget } from './runTarget';

/**
 * `python -m alembic -c FILE [-n SECTION] [-x …] …`: the options of Alembic itself come before its command.
 * Or the command that the settings have in its place.
 */
export function alembicCommand(target: RunTarget, commandAndArguments: readonly string[]): ChildCommand {
  const { launcher, workingDirectory, variables } = target;
  return {
    program: launcher.program,
    arguments: alembicArguments(target, commandAndArguments),
    workingDirectory,
    environment: variables,
  };
}

/** The same command for the bridge, which asks in its place. */
export function askedCommand(target: RunTarget): AskedCommand {
  const { settings, place, program } = target;
  return {
    program,
    config: place.configFile,
    xArguments: settings.xArguments,
    words: (command) => programArguments(target, command),
  };
}

function alembicArguments(target: RunTarget, commandAndArguments: readonly string[]): readonly string[] {
  const { settings, flask, launcher } = target;
  if (settings.command.length > 0)
    return composeReplacedCommand(replacedCommand(target), commandAndArguments).slice(1);
  const start = flask ? ['-m', 'flask'] : launcher.arguments;
  return [...start, ...programArguments(target, commandAndArguments)];
}

/** What the program itself gets: Alembic, or Flask. */
function programArguments(target: RunTarget, commandAndArguments: readonly string[]): readonly string[] {
  const { environment, settings, place, flask } = target;
  const { command, extraArguments, xArguments } = settings;
  if (command.length > 0) return programWords(replacedCommand(target), commandAndArguments);
  if (flask) {
    const options = { options: extraArguments, xArguments };
    return flaskArguments(flask, commandAndArguments, options).slice(2);
  }
  return [
    '-c',
    place.configFile,
    ...(environment.section === 'alembic' ? [] : ['-n', environment.section]),
    ...extraArguments,
    ...xArguments.flatMap(xOption),
    ...commandAndArguments,
  ];
}

function replacedCommand({ environment, settings, place, workingDirectory }: RunTarget): ReplacedCommand {
  return {
    words: settings.command,
    configFile: place.configFile,
    section: environment.section,
    workingDirectory,
    options: settings.extraArguments,
    xArguments: settings.xArguments,
  };
}
