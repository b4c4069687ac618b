import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunnerSettings } from '../../../../../server/protocol/settings';
import type { SecretSources } from '../output/secretLiterals';
import type { ChildCommand } from '../process/childRun';
import type { RunPlace } from './targetParts';

/** No config file is longer. */
const longestConfig = 1_000_000;

/**
 * What is known of secrets before anything runs: variables, words of the command line, and the config files,
 * a `.env` beside them included.
 */
export function secretSources(
  { configFile, workingDirectory }: RunPlace,
  { command, commandLines, extraArguments, xArguments }: RunnerSettings,
  variables: ChildCommand['environment'],
): SecretSources {
  const files = [workingDirectory, dirname(configFile)].flatMap((folder) =>
    ['alembic.ini', 'pyproject.toml', '.env'].map((name) => join(folder, name)),
  );
  return {
    environment: variables,
    arguments: [
      ...command,
      ...Object.values(commandLines).flatMap(wordsOf),
      ...extraArguments,
      ...xArguments,
    ],
    texts: [...new Set([configFile, ...files])].map(readConfig),
  };
}

function readConfig(path: string): string {
  try {
    const found = statSync(path);
    return found.isFile() && found.size <= longestConfig ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}

function wordsOf(line: string): readonly string[] {
  return line.split(/\s+/);
}
