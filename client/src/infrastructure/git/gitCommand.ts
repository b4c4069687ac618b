import { dirname } from 'node:path';
import type { ChildCommand } from '../alembic/process/childRun';

/** Hooks and whatever else a repository would start are off; nothing is fetched or asked. */
const quietly: readonly string[] = [
  '--no-pager',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
];

const quietVariables = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_LFS_SKIP_SMUDGE: '1',
  LC_ALL: 'C',
  LANGUAGE: 'C',
} as const;

/** A setting of Git's for one run. Its name has no `=`, at which Git ends it. */
export type GitSetting = readonly [name: string, value: string];

/**
 * Git in a directory, with an argument array. Variables that would point it at another repository are left
 * out.
 */
export function gitCommand(
  directory: string,
  words: readonly string[],
  settings: readonly GitSetting[] = [],
): ChildCommand {
  const own = Object.entries(process.env).filter(([name]) => !/^GIT_(?!EXEC_PATH|CONFIG)/i.test(name));
  return {
    program: 'git',
    arguments: [
      ...quietly,
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      '-C',
      directory,
      ...words,
    ],
    // Not the project's directory, in which Windows would look for the program first.
    workingDirectory: dirname(process.execPath),
    environment: { ...Object.fromEntries(own), ...quietVariables },
  };
}
