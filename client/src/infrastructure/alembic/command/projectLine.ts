import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { openSetting, UserError } from '../../vscode/userError';
import type { ChildCommand } from '../process/childRun';
import { xOption } from './flaskMigrate';
import { fillPlaceholders } from './placeholders';
import type { RunTarget } from './runTarget';
import { messageFlaw, targetFlaw } from './shellValues';
import { splitCommandLine } from './splitCommandLine';

/** The commands of Alembic that the project may have command lines of its own for. */
export const lineCommands = ['upgrade', 'downgrade', 'revision', 'current', 'history', 'stamp'] as const;

/** One of Alembic's commands that a command line may stand for. */
type LineCommand = (typeof lineCommands)[number];

/** What a run needs of its target to be started by a line of the project's own. */
type LinePlace = Pick<RunTarget, 'settings' | 'place' | 'interpreter' | 'variables'>;

/** The targets that a line without a placeholder can be meant for. */
const impliedTargets: Readonly<Partial<Record<LineCommand, readonly string[]>>> = {
  upgrade: ['head', 'heads'],
  downgrade: ['-1'],
  stamp: ['head', 'heads'],
};

/** What the placeholders of a line stand for. */
interface LineValues {
  readonly target: string | undefined;
  readonly message: string | undefined;
  readonly autogenerate: boolean;
  /** Options of the command beside the message and autogenerate. */
  readonly options: readonly string[];
}

/** The line that the settings have for a command; undefined where Alembic itself runs it. */
export function lineFor(
  { settings }: Pick<RunTarget, 'settings'>,
  [command = '', ...rest]: readonly string[],
): string | undefined {
  const known = lineCommands.find((name) => name === command);
  // No line of the project's prints SQL in place of running it.
  if (known === undefined || rest.includes('--sql')) return undefined;
  return settings.commandLines[known]?.trim() || undefined;
}

/**
 * The project's own command line for a command of Alembic, with its placeholders filled; undefined where the
 * settings have none. Throws a UserError where the line can't say what was asked for.
 */
export function projectLine(
  target: LinePlace,
  commandAndArguments: readonly string[],
): ChildCommand | undefined {
  const line = lineFor(target, commandAndArguments);
  if (line === undefined) return undefined;
  const [command = ''] = commandAndArguments;
  const values = valuesOf(commandAndArguments);
  requirePlaces(command, line, values, target.settings.xArguments);
  requireHarmless(line, values);
  return commandOfLine(target, line, (word) => fillWord(word, values, target.settings.xArguments));
}

/** A line as it stands, started as the project's others are. Throws a UserError where only a shell could. */
export function commandOfLine(
  { place, interpreter, variables }: LinePlace,
  line: string,
  fill: (word: string) => readonly string[] = (word) => [word],
): ChildCommand {
  const split = splitCommandLine(line);
  if (!split)
    throw new UserError(
      `The command line "${line}" needs a shell; write it as one program with its arguments, such as sh -c "…", in the setting alembicWorkbench.commandLines.`,
      [openSetting('commandLines')],
    );
  const [program = '', ...rest] = split.words;
  const environment = { ...activated(interpreter.path, variables), ...split.variables };
  const known = (word: string): string => fillPlaceholders(word, place.top, variables);
  const workingDirectory = resolve(place.top, known(split.folder ?? '.'));
  return {
    program: programIn(workingDirectory, known(program), environment),
    // What a person typed is filled in last: it is no placeholder.
    arguments: rest.map(known).flatMap(fill),
    workingDirectory,
    environment,
  };
}

function valuesOf([command = '', ...rest]: readonly string[]): LineValues {
  const message = rest.find((word) => word.startsWith('--message='))?.slice('--message='.length);
  const hasTarget = command === 'upgrade' || command === 'downgrade' || command === 'stamp';
  const target = hasTarget ? rest.at(-1) : undefined;
  const options = rest.filter(
    (word, index) =>
      !word.startsWith('--message=') &&
      word !== '--autogenerate' &&
      !(hasTarget && index === rest.length - 1),
  );
  return { target, message, autogenerate: rest.includes('--autogenerate'), options };
}

/** Throws a UserError where the line has no place for what it is to say. */
function requirePlaces(
  command: string,
  line: string,
  { target, message, autogenerate, options }: LineValues,
  xArguments: readonly string[],
): void {
  const lacks = (name: string): boolean => !line.includes(`\${${name}`);
  const implied = impliedTargets[command as LineCommand] ?? [];
  if (target !== undefined && lacks('target') && !implied.includes(target))
    throw unsaid(command, line, `has no \${target}, so it can't ${command} to ${target}`);
  if (message !== undefined && lacks('message'))
    throw unsaid(command, line, 'has no ${message}, so the revision would have another');
  if (autogenerate && lacks('autogenerate') && !/\bautogenerate\b/.test(line))
    throw unsaid(command, line, 'has no ${autogenerate}, so the revision would stay empty');
  const lost = options.filter((option) => option !== '--verbose');
  if (lost.length > 0 && lacks('options'))
    throw unsaid(command, line, `has no \${options}, so ${lost.join(' ')} would be lost`);
  if (xArguments.length > 0 && lacks('xArguments'))
    throw unsaid(command, line, 'has no ${xArguments}, so the values of -x would be lost');
}

/** Throws a UserError where a value may become a shell's words on its way. */
function requireHarmless(line: string, { target, message }: LineValues): void {
  const flaw =
    (target === undefined || !line.includes('${target') ? undefined : targetFlaw(target)) ??
    (message === undefined ? undefined : messageFlaw(splitCommandLine(line)?.words ?? [], message));
  if (flaw === undefined) return;
  throw new UserError(
    `Nothing was run: ${flaw}. Leave that out, or run Alembic itself without the setting alembicWorkbench.commandLines.`,
    [openSetting('commandLines')],
    'warning',
  );
}

function unsaid(command: string, line: string, why: string): UserError {
  return new UserError(
    `The command line "${line}" of the setting alembicWorkbench.commandLines.${command} ${why}; add it, or choose what the line can do.`,
    [openSetting('commandLines')],
    'warning',
  );
}

/** A word with its placeholders filled; one that is a placeholder alone may become none or several. */
function fillWord(
  word: string,
  { target = '', message = '', autogenerate, options }: LineValues,
  xArguments: readonly string[],
): readonly string[] {
  if (word === '${options}') return options;
  if (word === '${xArguments}') return xArguments.flatMap(xOption);
  if (word === '${autogenerate}') return autogenerate ? ['--autogenerate'] : [];
  const filled = word.replace(
    /\$\{(?:(target|message)|autogenerate(?:\?([^:{}]*):([^:{}]*))?)\}/g,
    (_all, name?: string, yes?: string, no?: string) => {
      if (name === 'target') return target;
      if (name === 'message') return message;
      return autogenerate ? (yes ?? 'true') : (no ?? 'false');
    },
  );
  return filled === '' && word.startsWith('${autogenerate') ? [] : [filled];
}

/** The variables as after activating the virtual environment: its `alembic` and `python` are meant. */
function activated(interpreter: string, variables: ChildCommand['environment']): ChildCommand['environment'] {
  const folder = dirname(interpreter);
  const root = dirname(folder);
  if (!existsSync(join(root, 'pyvenv.cfg'))) return variables;
  const name = Object.keys(variables).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...variables, VIRTUAL_ENV: root, [name]: `${folder}${delimiter}${variables[name] ?? ''}` };
}

/** The path of a program that is named with a folder, or lies first on the path that it will have. */
function programIn(folder: string, program: string, environment: ChildCommand['environment']): string {
  if (/[\\/]/.test(program)) return resolve(folder, program);
  const found = (environment['PATH'] ?? '')
    .split(delimiter)
    .map((each) => join(each, program))
    .find((path) => process.platform !== 'win32' && existsSync(path));
  return found ?? program;
}
