import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { SetupError, run, say } from './command.mjs';

/** Installs the npm packages of package-lock.json unless node_modules already holds exactly those. */
export async function ensureNodePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(
      `Node ${process.versions.node} is too old; install Node 20.19 or later and run this again.`,
    );
  }
  if (isInstalled()) return;
  say('installing npm packages');
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root });
}

/**
 * Compares the lock file with the one that npm leaves in node_modules: what is asked for with what is there.
 */
function isInstalled() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}
