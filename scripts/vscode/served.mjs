import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';

/** Settings that keep a fresh VS Code quiet: nothing opens by itself, nothing talks to the network. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
};

/**
 * Starts VS Code's server from the npm registry on 127.0.0.1 and resolves once it listens, to its address and
 * the way to stop it with all that it started (`ended` resolves when the server is gone). `trusted: false`
 * leaves workspace trust on, so that a page opens in Restricted mode. `testDriver` makes the page take the
 * `payload` that loads an extension under development and runs its tests. `port: 0` takes a free one.
 */
export async function startServedVsCode({ node, serverMain }, { dataFolder, trusted, testDriver, port = 0 }) {
  const machine = join(dataFolder, 'data', 'Machine');
  mkdirSync(machine, { recursive: true });
  writeFileSync(join(machine, 'settings.json'), JSON.stringify(quietSettings, undefined, 2));
  const args = [
    serverMain,
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
    '--server-data-dir',
    dataFolder,
    '--telemetry-level',
    'off',
    ...(trusted ? ['--disable-workspace-trust'] : []),
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
  // Its own process group, so that extension hosts and what these started end with it.
  const child = spawn(node, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(dataFolder, 'server.log'));
  child.stderr.pipe(log, { end: false });
  child.stdout.pipe(log, { end: false });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.on('exit', () => signalGroup(child, 'SIGKILL'));
  const listeningPort = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) resolve(match[1]);
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      reject(new Error(`VS Code's server ended with ${code} before it listened:\n${output.slice(-2000)}`)),
    );
  });
  return {
    origin: `http://127.0.0.1:${listeningPort}`,
    authority: `127.0.0.1:${listeningPort}`,
    ended,
    stop: () => stopGroup(child, ended),
  };
}

/**
 * Installs extensions, each a folder with a package.json, into a folder that VS Code looks for extensions in,
 * as links; nothing else is installed there then.
 */
export function installExtensions(extensionsFolder, folders) {
  rmSync(extensionsFolder, { recursive: true, force: true });
  mkdirSync(extensionsFolder, { recursive: true });
  for (const folder of folders) {
    const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    symlinkSync(folder, join(extensionsFolder, `${publisher}.${name}-${version}`), 'junction');
  }
}

function signalGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}

async function stopGroup(child, ended) {
  signalGroup(child, 'SIGTERM');
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
  await ended;
  clearTimeout(patience);
  signalGroup(child, 'SIGKILL');
}

/**
 * The address that opens a folder, loads the extension from a folder under development and, where given, runs
 * a test bundle in it.
 */
export function pageAddress(served, { folder, extension, tests }) {
  const remote = (path) => `vscode-remote://${served.authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams();
  if (folder) query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  else query.set('ew', 'true');
  query.set('payload', JSON.stringify(payload));
  return `${served.origin}/?${query}`;
}
