import { basename, dirname, extname, join } from 'node:path';
import { ChildRun } from '../process/childRun';
import type { RunTarget } from '../command/runTarget';

/** Copies as of one moment, whoever writes meanwhile; never over a file that is there. */
const script =
  'import sqlite3, sys, pathlib\nopen(sys.argv[2], "xb").close()\nsource = sqlite3.connect(pathlib.Path(sys.argv[1]).as_uri() + "?mode=ro", uri=True)\ntarget = sqlite3.connect(sys.argv[2])\nsource.backup(target)\ntarget.close()\n';

/** The path of a back-up beside an SQLite file, or why there is none. */
export async function copySqliteFile(
  { python, workingDirectory, variables }: Pick<RunTarget, 'python' | 'workingDirectory' | 'variables'>,
  file: string,
  stamp: string,
): Promise<{ readonly copy: string } | { readonly reason: string }> {
  const end = extname(file);
  const copy = join(dirname(file), `${basename(file, end)}.backup-${stamp}${end}`);
  if (!python) return { reason: 'there is no Python for it' };
  const child = new ChildRun(
    {
      program: python.program,
      arguments: [...python.arguments, '-c', script, file, copy],
      workingDirectory,
      environment: variables,
    },
    () => undefined,
  );
  const { exitCode, output } = await child.end;
  return exitCode === 0 ? { copy } : { reason: output.at(-1)?.text ?? 'Python did not say why' };
}
