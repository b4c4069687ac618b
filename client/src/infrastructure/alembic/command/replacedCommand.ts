import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { AlembicProgram } from '../bridge/askedCommand';
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

/** What a command of one's own starts: its Python, and the program that Python runs. */
export interface StartedPython {
  /** The words that start Python itself. */
  readonly python: readonly string[];
  readonly program: AlembicProgram;
}

/**
 * The Python of a command that starts Alembic or `flask db`: `uv run alembic` has `uv run python`, as has `uv
 * run python -m alembic`, and a program of a virtual environment the Python beside it. Undefined where there
 * is no knowing it, as in a container.
 */
export function pythonOfCommand(words: readonly string[]): StartedPython | undefined {
  const at = words.length - ownWords(words) - 1;
  const word = isAlembic(words) || isFlask(words) ? words[at] : undefined;
  if (word === undefined) return undefined;
  const before = words.slice(0, at);
  const [first = ''] = before;
  if (before.length === 0) {
    const python = pythonBeside(word);
    return python && { python, program: { script: word } };
  }
  const isRunner = runners.has(programName(first)) && before.includes('run');
  if (before.at(-1) !== '-m' && before.at(-1) !== '--module')
    return isRunner ? { python: [...before, 'python'], program: { script: word } } : undefined;
  const named = before.slice(0, -1);
  const hasPython = named.some((each, index) => (index === 0 || isRunner) && isPython(each));
  if (!isRunner && !hasPython) return undefined;
  return { python: hasPython ? named : [...named, 'python'], program: { module: programName(word) } };
}

/** The words of a call with a command of one's own that the program itself gets. */
export function programWords(
  replaced: ReplacedCommand,
  commandAndArguments: readonly string[],
): readonly string[] {
  const { words } = replaced;
  return composeReplacedCommand(replaced, commandAndArguments).slice(words.length - ownWords(words));
}

/** How many words of the command belong to the program: the `db` of `flask db`. */
function ownWords(words: readonly string[]): number {
  return isFlask(words) ? 1 : 0;
}

function isPython(word: string): boolean {
  return /^(?:python|py)[\d.]*$/.test(programName(word));
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
