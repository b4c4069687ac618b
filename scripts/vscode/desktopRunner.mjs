/* global AbortSignal */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, root } from '../paths.mjs';
import { reportSuite } from './extensionSuites.mjs';
import { installExtensions, quietSettings } from './served.mjs';

/** True where VS Code can be downloaded and there is a screen to open it on. */
export async function canRunDesktop() {
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen) return false;
  try {
    const signal = AbortSignal.timeout(10_000);
    return (await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal })).ok;
  } catch {
    return false;
  }
}

/**
 * Runs suites in a desktop VS Code of the given version ("stable" or a number), downloaded by
 * @vscode/test-electron.
 */
export async function createDesktopRunner(temporary, version) {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  const executable = await downloadAndUnzipVSCode({ version, cachePath: join(cacheFolder, 'desktop') });
  return {
    description: `desktop VS Code ${version}, downloaded by @vscode/test-electron`,
    runSuite: async (suite) => await runSuite(executable, join(temporary, `vscode-${version}`), suite),
    close: async () => {},
  };
}

// Not test-electron's own runTests: that always turns workspace trust off, and Restricted mode is tested too.
async function runSuite(executable, userData, suite) {
  rmSync(userData, { recursive: true, force: true });
  mkdirSync(join(userData, 'User'), { recursive: true });
  const settings = { ...quietSettings, 'security.workspace.trust.startupPrompt': 'never' };
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(settings));
  const args = [
    ...(suite.folder ? [suite.folder] : []),
    `--user-data-dir=${userData}`,
    `--extensionDevelopmentPath=${root}`,
    `--extensionTestsPath=${suite.entry}`,
    ...extensionArguments(suite, join(userData, 'extensions')),
    '--disable-gpu',
    '--disable-updates',
    '--no-sandbox',
    '--skip-release-notes',
    '--skip-welcome',
    ...(suite.trusted ? ['--disable-workspace-trust'] : []),
  ];
  const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(suite.logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await new Promise((resolve, reject) => {
    child.on('exit', resolve);
    child.on('error', reject);
  });
  log.end();
  return reportSuite(suite, code === 0);
}

/** A suite's own extensions, or none at all. */
function extensionArguments({ extensions }, folder) {
  if (extensions.length === 0) return ['--disable-extensions'];
  installExtensions(folder, extensions);
  return [`--extensions-dir=${folder}`];
}
