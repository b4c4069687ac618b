// `npm start`: opens the sample project in a VS Code that has the extension loaded. `-- --restricted` opens
// it without trusting it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { build } from './build.mjs';
import { prepareSamples } from './sample.mjs';
import { runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';
import { findProgram } from './setup/programs.mjs';
import { ensureRegistryVsCode } from './setup/registryVsCode.mjs';
import { makeTemporaryFolder } from './temporaryFolder.mjs';
import { startServedVsCode } from './vscode/served.mjs';

const trusted = !process.argv.includes('--restricted');

let stop = async () => {};
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Ctrl+C under npm arrives twice, from the terminal and from npm.
    if (stopping) return;
    stopping = true;
    void stop().then(() => process.exit(0));
  });
}

await runMain(async () => {
  await ensureNodePackages();
  const { folder } = makeTemporaryFolder();
  const [samples] = await Promise.all([prepareSamples(folder), build()]);
  const code = findProgram('code');
  if (code) await openDesktop(code, samples, folder);
  else await serve(samples, folder);
});

/**
 * Serves VS Code until interrupted and says where. The extension is installed there as a link, so a reload of
 * the page takes what `npm run watch` has built.
 */
async function serve(samples, folder) {
  const vsCode = await ensureRegistryVsCode();
  const dataFolder = join(folder, 'vscode');
  const { publisher, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(join(dataFolder, 'extensions'), { recursive: true });
  symlinkSync(root, join(dataFolder, 'extensions', `${publisher}.${name}-${version}`), 'junction');
  const served = await startServedVsCode(vsCode, { dataFolder, trusted, testDriver: false });
  stop = served.stop;
  const address = (path) => `${served.origin}/?folder=${encodeURI(path)}`;
  console.log(`
VS Code with Alembic Workbench is ready. Open in a browser:

  the sample project:       ${address(samples.bookshop)}
  the same history broken:  ${address(samples.broken)}

Ctrl+C stops it.`);
  await served.ended;
}

/**
 * Opens the desktop VS Code until it is closed or interrupted, as an instance of its own, so that it can be
 * stopped without touching the person's other windows.
 */
async function openDesktop(code, samples, folder) {
  const userData = join(folder, 'vscode');
  const args = [
    '--new-window',
    '--wait',
    `--user-data-dir=${userData}`,
    `--extensionDevelopmentPath=${root}`,
    ...(trusted ? ['--disable-workspace-trust'] : []),
    samples.bookshop,
  ];
  console.log(
    `Opening ${samples.bookshop} in VS Code (the same history broken: ${samples.broken}). Ctrl+C stops it.`,
  );
  // `code` is a .cmd file on Windows, which only a shell can start.
  const shell = process.platform === 'win32';
  const child = spawn(code, shell ? args.map((arg) => `"${arg}"`) : args, { stdio: 'inherit', shell });
  const ended = new Promise((resolve, reject) => {
    child.on('exit', resolve);
    child.on('error', reject);
  });
  stop = async () => {
    // `code` only starts the application and waits; the application itself leaves its process id in its data
    // folder.
    const lock = join(userData, 'code.lock');
    if (existsSync(lock)) tryKill(Number(readFileSync(lock, 'utf8')));
    if (child.exitCode === null) tryKill(child.pid);
    await ended;
  };
  await ended;
}

function tryKill(pid) {
  try {
    process.kill(pid);
  } catch {
    // It has ended by itself.
  }
}
