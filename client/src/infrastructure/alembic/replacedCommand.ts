import { basename, join, relative, sep } from 'node:path';

/** What a command of one's own is put together from. */
export interface ReplacedCommand {
  /** Program and first arguments, as the setting has them. */
  readonly words: readonly string[];
  readonly configFile: string;
  readonly section: string;
  readonly workingDirectory: string;
  /** Options of Alembic itself. */
  readonly options: readonly string[];
  readonly xArguments: readonly string[];
}

/**
 * All words of a call with a command of one's own. What ends in `alembic` takes Alembic's options before the sub-command; the config
 * file is named relative to the working directory, because it may run where other paths hold. Others, such as `flask db`, have their
 * own way of finding the config file and take `-x` after the sub-command.
 */
export function composeReplacedCommand(
  replaced: ReplacedCommand,
  commandAndArguments: readonly string[],
): readonly string[] {
  const { words, options } = replaced;
  const xOptions = replaced.xArguments.flatMap(xOption);
  if (!isAlembic(words)) {
    const [command = '', ...rest] = commandAndArguments;
    const named = rest.filter((argument) => argument.startsWith('--'));
    const positional = rest.filter((argument) => !argument.startsWith('--'));
    // Their parsers take a target such as -1 for an option.
    const mark = positional.some((argument) => argument.startsWith('-')) ? ['--'] : [];
    return [...words, ...options, command, ...xOptions, ...named, ...mark, ...positional];
  }
  return [
    ...words,
    ...configOption(replaced),
    ...sectionOption(replaced),
    ...options,
    ...xOptions,
    ...commandAndArguments,
  ];
}

/**
 * The words that start the Python of a command that starts Alembic: `uv run alembic` has `uv run python`. Undefined where there is
 * no knowing it, as in a container.
 */
export function pythonOfCommand(words: readonly string[]): readonly string[] | undefined {
  if (!isAlembic(words)) return undefined;
  const before = words.slice(0, -1);
  const program = programName(before[0] ?? '');
  if (before.at(-1) === '-m' && /^(python|py)[\d.]*$/.test(program)) return before.slice(0, -1);
  return runners.has(program) && before.includes('run') ? [...before, 'python'] : undefined;
}

/** Alembic's option `-x`; a value that begins with a dash is written on, because it would be taken for an option. */
export function xOption(value: string): readonly string[] {
  return value.startsWith('-') ? [`-x${value}`] : ['-x', value];
}

/** Programs whose `run` starts any program of the project's virtual environment on this machine. */
const runners = new Set([
  'uv',
  'poetry',
  'pipenv',
  'pdm',
  'hatch',
  'rye',
  'pixi',
  'conda',
  'mamba',
  'micromamba',
]);

function isAlembic(words: readonly string[]): boolean {
  return words.length > 0 && programName(words.at(-1) ?? '') === 'alembic';
}

function programName(word: string): string {
  return basename(word).replace(/\.(exe|cmd|bat)$/i, '');
}

function configOption({ configFile, workingDirectory, words }: ReplacedCommand): readonly string[] {
  const saysItself = words.some((word) => word === '-c' || word.startsWith('--config'));
  if (saysItself || configFile === join(workingDirectory, 'alembic.ini')) return [];
  return ['-c', relative(workingDirectory, configFile).split(sep).join('/')];
}

function sectionOption({ section, words }: ReplacedCommand): readonly string[] {
  const saysItself = words.some((word) => word === '-n' || word.startsWith('--name'));
  return saysItself || section === 'alembic' ? [] : ['-n', section];
}
