import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { foldersUpTo } from './virtualEnvironments';

/** How the tool that keeps a project's packages runs Alembic, and the file that tells of the tool. */
export interface ToolCommand {
  readonly file: string;
  readonly words: readonly string[];
}

const tools: readonly ToolCommand[] = [
  { file: 'uv.lock', words: ['uv', 'run', 'alembic'] },
  { file: 'poetry.lock', words: ['poetry', 'run', 'alembic'] },
  { file: 'Pipfile', words: ['pipenv', 'run', 'alembic'] },
  { file: 'pdm.lock', words: ['pdm', 'run', 'alembic'] },
];

/**
 * The tools whose files lie in `from` and the folders above it up to `top`, nearest first. Their environments
 * may lie anywhere on the machine.
 */
export function findToolCommands(from: string, top: string): readonly ToolCommand[] {
  return foldersUpTo(from, top).flatMap((folder) =>
    tools.filter(({ file }) => existsSync(join(folder, file))),
  );
}

/** Whether a program can be found as the system does it. Of a relative path that is not known here. */
export function isProgramThere(
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (isAbsolute(program)) return existsSync(program);
  if (/[\\/]/.test(program)) return true;
  const variable = (name: string): string =>
    Object.entries(environment).find(([other]) => other.toUpperCase() === name)?.[1] ?? '';
  const endings = process.platform === 'win32' ? ['', ...variable('PATHEXT').split(';')] : [''];
  return variable('PATH')
    .split(delimiter)
    .some((folder) => endings.some((ending) => existsSync(join(folder, `${program}${ending}`))));
}
