import { existsSync } from 'node:fs';
import { SetupError, run, say } from './command.mjs';

/** True where `apt-get install` is ours to call: root on Debian, Ubuntu or their kin. */
export const canInstallDebianPackages =
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Installs Debian packages. Where that can't be done, throws a sentence that names them: `purpose` completes
 * "… is needed".
 */
export async function installDebianPackages(packages, purpose) {
  if (!canInstallDebianPackages) {
    throw new SetupError(
      `${purpose} is needed and missing; install it (on Debian: apt-get install ${packages.join(' ')}) and run this again.`,
    );
  }
  say(`installing ${packages.join(' ')} (Debian packages)`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  try {
    await run('apt-get', install, { env });
  } catch {
    // A fresh image has no package lists, or old ones.
    await run('apt-get', ['update'], { env });
    await run('apt-get', install, { env });
  }
}
