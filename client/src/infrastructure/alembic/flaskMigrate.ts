import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** A project whose Alembic is run by Flask-Migrate: its config file has no script_location, and env.py needs a Flask app. */
export interface FlaskMigrate {
  /** The folder of migrations, as `flask db --directory` takes it. */
  readonly directory: string;
  /** Where `flask` finds the app. */
  readonly workingDirectory: string;
}

const appFiles = ['.flaskenv', 'wsgi.py', 'app.py'];

/** Says whether the config file is one of Flask-Migrate's; the app is looked for from its folder up to `top`. */
export function findFlaskMigrate(configFile: string, top: string): FlaskMigrate | undefined {
  const directory = dirname(configFile);
  if (!configFile.endsWith('.ini')) return undefined;
  if (/^\s*script_location\s*[=:]/m.test(read(configFile))) return undefined;
  if (!read(join(directory, 'env.py')).includes('current_app')) return undefined;
  return { directory, workingDirectory: appFolder(dirname(directory), top) };
}

/** `python -m flask db COMMAND …` for an Alembic command with its arguments. */
export function flaskArguments(
  { directory }: FlaskMigrate,
  [command = '', ...rest]: readonly string[],
): readonly string[] {
  const options = rest.filter((argument) => argument.startsWith('--'));
  const positional = rest.filter((argument) => !argument.startsWith('--'));
  // Flask's parser would take a target such as -1 for an option.
  return ['-m', 'flask', 'db', command, '--directory', directory, ...options, '--', ...positional];
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
