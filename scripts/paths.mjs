// Where things are, for every script. Needs nothing but Node, so that it works before `npm ci`.
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What set-up installs outside the repository and keeps between runs: virtual environments, a VS Code. */
export const cacheFolder =
  process.env.ALEMBIC_WORKBENCH_CACHE || join(homedir(), '.cache', 'alembic-workbench');

/** True where the module is what `node` was asked to run, false where it is imported. */
export function isMain(meta) {
  return process.argv[1] !== undefined && meta.url === pathToFileURL(process.argv[1]).href;
}
