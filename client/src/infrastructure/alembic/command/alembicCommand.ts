import type { ChildCommand } from '../process/childRun';
import { flaskArguments, xOption } from './flaskMigrate';
import { composeReplacedCommand } from './replacedCommand';
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

function alembicArguments(target: RunTarget, commandAndArguments: readonly string[]): readonly string[] {
  const { environment, settings, place, flask, launcher, workingDirectory } = target;
  const { command, extraArguments, xArguments } = settings;
  const { section } = environment;
  const { configFile } = place;
  if (command.length > 0) {
    return composeReplacedCommand(
      { words: command, configFile, section, workingDirectory, options: extraArguments, xArguments },
      commandAndArguments,
    ).slice(1);
  }
  if (flask) return flaskArguments(flask, commandAndArguments, { options: extraArguments, xArguments });
  return [
    ...launcher.arguments,
    '-c',
    configFile,
    ...(section === 'alembic' ? [] : ['-n', section]),
    ...extraArguments,
    ...xArguments.flatMap(xOption),
    ...commandAndArguments,
  ];
}
