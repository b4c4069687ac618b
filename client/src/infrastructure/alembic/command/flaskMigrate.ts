import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * The commands that take `-x` themselves in every Flask-Migrate. The others take it before them from
 * Flask-Migrate 4.1 on, and fail with it in older ones.
 */
const takeX: ReadonlySet<string> = new Set(['upgrade', 'downgrade', 'migrate']);

/**
 * A project whose Alembic is run by Flask-Migrate: its config file has no script_location, and env.py needs a
 * Flask app.
 */
export interface FlaskMigrate {
  /** The folder of migrations, as `flask db --directory` takes it. */
  readonly directory: string;
  /** Where `flask` finds the app. */
  readonly workingDirectory: string;
}

const appFiles = ['.flaskenv', 'wsgi.py', 'app.py'];

/**
 * Says whether the config file is one of Flask-Migrate's; the app is looked for from its folder up to `top`.
 */
export function findFlaskMigrate(configFile: string, top: string): FlaskMigrate | undefined {
  const directory = dirname(configFile);
  if (!configFile.endsWith('.ini')) return undefined;
  if (/^[ \t]*script_location[ \t]*[=:]/m.test(read(configFile))) return undefined;
  if (!read(join(directory, 'env.py')).includes('current_app')) return undefined;
  return { directory, workingDirectory: appFolder(dirname(directory), top) };
}

/** What the settings add to a call of Flask-Migrate. */
export interface FlaskOptions {
  /** Options of `flask db` itself. */
  readonly options: readonly string[];
  readonly xArguments: readonly string[];
  /** The folder of migrations, where it is to be named. */
  readonly directory?: string;
}

/** `python -m flask db COMMAND …` for an Alembic command with its arguments. */
export function flaskArguments(
  { directory }: FlaskMigrate,
  commandAndArguments: readonly string[],
  { options, xArguments }: Pick<FlaskOptions, 'options' | 'xArguments'> = { options: [], xArguments: [] },
): readonly string[] {
  return ['-m', 'flask', 'db', ...flaskWords({ options, xArguments, directory }, commandAndArguments)];
}

/** What comes after `flask db` for an Alembic command with its arguments. */
export function flaskWords(
  { options, xArguments, directory }: FlaskOptions,
  [command = '', ...rest]: readonly string[],
): readonly string[] {
  const x = xArguments.flatMap(xOption);
  const named = rest.filter((argument) => argument.startsWith('--'));
  const positional = rest.filter((argument) => !argument.startsWith('--'));
  return [
    ...options,
    ...(takeX.has(command) ? [command, ...x] : [...x, command]),
    ...(directory === undefined ? [] : ['--directory', directory]),
    ...named,
    // Flask's parser would take a target such as -1 for an option.
    ...(positional.some((argument) => argument.startsWith('-')) ? ['--'] : []),
    ...positional,
  ];
}

/**
 * Alembic's option `-x`; a value that begins with a dash is written on, because it would be taken for an
 * option.
 */
export function xOption(value: string): readonly string[] {
  return value.startsWith('-') ? [`-x${value}`] : ['-x', value];
}

function appFolder(from: string, top: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (appFiles.some((name) => existsSync(join(folder, name)))) return folder;
    const below = relative(top, folder);
    if (below === '' || below === '..' || below.startsWith(`..${sep}`) || folder === dirname(folder))
      return from;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
