import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { flaskWords, xOption } from './flaskMigrate';

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
 * All words of a call with a command of one's own. What ends in `alembic` takes Alembic's options before the
 * sub-command; the config file is named relative to the working directory, because it may run where other
 * paths hold. Others, such as `flask db`, have their own way of finding the config file and their own place
 * for `-x`.
 */
export function composeReplacedCommand(
  replaced: ReplacedCommand,
  commandAndArguments: readonly string[],
): readonly string[] {
  const { words, options } = replaced;
  if (!isAlembic(words)) {
    return [...words, ...flaskWords({ options, xArguments: replaced.xArguments }, commandAndArguments)];
  }
  return [
    ...words,
    ...configOption(replaced),
    ...sectionOption(replaced),
    ...options,
    ...replaced.xArguments.flatMap(xOption),
    ...commandAndArguments,
  ];
}

/**
 * The words that start the Python of a command that starts Alembic or `flask db`: `uv run alembic` has `uv
 * run python`, and a program of a virtual environment the Python beside it. Undefined where there is no
 * knowing it, as in a container.
 */
export function pythonOfCommand(words: readonly string[]): readonly string[] | undefined {
  const at = isAlembic(words) ? words.length - 1 : isFlask(words) ? words.length - 2 : -1;
  const before = words.slice(0, Math.max(at, 0));
  if (at === 0) return pythonBeside(words[0] ?? '');
  const program = programName(before[0] ?? '');
  if (before.at(-1) === '-m' && /^(python|py)[\d.]*$/.test(program)) return before.slice(0, -1);
  return runners.has(program) && before.includes('run') ? [...before, 'python'] : undefined;
}

function pythonBeside(program: string): readonly string[] | undefined {
  if (!isAbsolute(program)) return undefined;
  const python = join(dirname(program), process.platform === 'win32' ? 'python.exe' : 'python');
  return existsSync(python) ? [python] : undefined;
}

function isAlembic(words: readonly string[]): boolean {
  return words.length > 0 && programName(words.at(-1) ?? '') === 'alembic';
}

function isFlask(words: readonly string[]): boolean {
  return words.at(-1) === 'db' && programName(words.at(-2) ?? '') === 'flask';
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
