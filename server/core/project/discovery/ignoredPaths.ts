import ignore from 'ignore';
import type { Ignore } from 'ignore';

/** Folders that never hold a project's own environments. */
const alwaysIgnored = new Set([
  'node_modules',
  'bower_components',
  '.git',
  '.hg',
  '.svn',
  '.bzr',
  '.jj',
  '__pycache__',
  'site-packages',
  'dist-packages',
  '.venv',
  '.virtualenv',
  '.tox',
  '.nox',
  '.eggs',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.direnv',
  '.pixi',
  '.terraform',
]);

/** Files that mark a folder as a Python environment, whatever its name. */
const environmentMarks = ['pyvenv.cfg', 'conda-meta'];

/** Rules of one `.gitignore`, or of a setting, with the folder that its paths start from. */
export interface IgnoreRules {
  readonly directory: string;
  readonly rules: Ignore;
}

/** Lines of a `.gitignore` that are followed. */
const mostRules = 5000;

/** Patterns into which one with braces is written out. */
const mostChoices = 1000;

/**
 * Whether a pattern says no quickly too: the more stars stand in one name, the more ways there are to share
 * it out among them.
 */
function isQuick(pattern: string): boolean {
  return pattern.length < 1000 && pattern.split('/').every((part) => part.split(/\*+/).length <= 3);
}

/** The rules of a `.gitignore` in `directory`. */
export function gitignoreRules(directory: string, text: string): IgnoreRules {
  const lines = text.split(/\r?\n/, mostRules).filter(isQuick);
  return { directory, rules: ignore({ allowRelativePaths: true }).add(lines) };
}

/** Glob patterns as in `files.exclude`, from the workspace folder. */
export function globRules(directory: string, globs: readonly string[]): IgnoreRules | undefined {
  const patterns = globs
    .flatMap((glob) => expandBraces(glob))
    .filter(isQuick)
    .map((glob) => `/${glob.replace(/^\.?\//, '')}`);
  return patterns.length > 0
    ? { directory, rules: ignore({ allowRelativePaths: true }).add(patterns) }
    : undefined;
}

/** Whether a folder of this name is left out wherever it lies. */
export function isIgnoredName(name: string): boolean {
  return alwaysIgnored.has(name);
}

/** Whether the entries are those of a virtual environment. */
export function isPythonEnvironment(names: ReadonlySet<string>): boolean {
  return environmentMarks.some((mark) => names.has(mark));
}

/** Whether the last rule that speaks of the path leaves it out. */
export function isIgnored(path: string, isDirectory: boolean, stack: readonly IgnoreRules[]): boolean {
  let ignored = false;
  for (const { directory, rules } of stack) {
    const relative = path.slice(directory.endsWith('/') ? directory.length : directory.length + 1);
    if (relative === '') continue;
    const verdict = rules.test(isDirectory ? `${relative}/` : relative);
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

/** `a{b,c}` as `ab` and `ac`. */
function expandBraces(glob: string): readonly string[] {
  let choices = [glob];
  for (;;) {
    const next = choices.flatMap(withoutOneBrace);
    if (next.length === choices.length && next.every((each, index) => each === choices[index])) return next;
    if (next.length > mostChoices) return [];
    choices = next;
  }
}

function withoutOneBrace(glob: string): readonly string[] {
  const match = /\{([^{}]*)\}/.exec(glob);
  if (!match) return [glob];
  const before = glob.slice(0, match.index);
  const after = glob.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').map((choice) => before + choice + after);
}
