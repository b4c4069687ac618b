import type { AskedCommand } from '../bridge/askedCommand';
import type { ChildCommand } from '../process/childRun';
import { flaskArguments, xOption } from './flaskMigrate';
import { composeReplacedCommand, programWords } from './replacedCommand';
import type { ReplacedCommand } from './replacedCommand';
import { commandOfLine, lineFor, projectLine } from './projectLine';
import { shellWord } from './shellWord';
import type { RunTarget } from './runTarget';

/**
 * `python -m alembic -c FILE [-n SECTION] [-x …] …`: the options of Alembic itself come before its command.
 * Or the command that the settings have in its place, or the project's own command line for it.
 */
export function alembicCommand(target: RunTarget, commandAndArguments: readonly string[]): ChildCommand {
  const { launcher, workingDirectory, variables } = target;
  const own = projectLine(target, commandAndArguments);
  if (own) return own;
  return {
    program: launcher.program,
    arguments: alembicArguments(target, commandAndArguments),
    workingDirectory,
    environment: variables,
  };
}

/**
 * The project's own command line for a command, as the question shows it; undefined where Alembic itself is
 * run. Throws a UserError where the line can't say what is asked for.
 */
export function shownLine(target: RunTarget, commandAndArguments: readonly string[]): string | undefined {
  if (lineFor(target, commandAndArguments) === undefined) return undefined;
  return commandLineOf(target, commandAndArguments);
}

/** A line that stands for no command of Alembic's, as the question shows it. */
export function shownFreeLine(target: RunTarget, line: string): string {
  return typed(target, commandOfLine(target, line));
}

/** A command as a person would type it, with secrets masked. */
export function commandLineOf(target: RunTarget, commandAndArguments: readonly string[]): string {
  return typed(target, alembicCommand(target, commandAndArguments));
}

function typed(target: RunTarget, command: ChildCommand): string {
  return target.mask.mask([command.program, ...command.arguments].map(shellWord).join(' '));
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
