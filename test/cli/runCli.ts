import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../fixtures/projectRoot';
import { writeFiles } from '../fixtures/writeFiles';

/** What a run of the built `alembic-ls` gave. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in a directory. */
export function runCli(
  directory: string,
  words: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): CliRun {
  const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
  const run = spawnSync(process.execPath, [program, ...words], {
    cwd: directory,
    input,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // A command that waits for something is ended, and its test fails.
    timeout: 300_000,
    killSignal: 'SIGKILL',
  });
  if (run.error) throw run.error;
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** Writes files to a new temporary directory, gives it to `use`, and removes it. */
export function withFiles<Result extends void | Promise<void>>(
  files: Readonly<Record<string, string>>,
  use: (directory: string) => Result,
): Result {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-ls-')));
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    writeFiles(directory, files);
    const result = use(directory);
    if (result instanceof Promise) return result.finally(remove) as Result;
    remove();
    return result;
  } catch (error) {
    remove();
    throw error;
  }
}

/** The text of a small revision file. */
export function revisionText(
  revision: string,
  downRevision: string | null,
  message = `message ${revision}`,
): string {
  const parent = downRevision === null ? 'None' : `'${downRevision}'`;
  return `"""${message}"""\nrevision = '${revision}'\ndown_revision = ${parent}\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;
}

/** A project with a chain of two revisions and a second head. */
export const twoHeads: Readonly<Record<string, string>> = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'migrations/env.py': '',
  'migrations/script.py.mako': '',
  'migrations/versions/a.py': revisionText('aaaa11112222', null),
  'migrations/versions/b.py': revisionText('bbbb11112222', 'aaaa11112222'),
  'migrations/versions/c.py': revisionText('cccc11112222', 'aaaa11112222'),
};
