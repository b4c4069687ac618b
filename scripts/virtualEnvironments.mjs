import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './paths.mjs';
import { SetupError, run, say } from './setup/command.mjs';
import { ensurePython } from './setup/python.mjs';

/**
 * Gives the Python of a virtual environment that holds the packages (pip requirements such as
 * `alembic==1.19.2`), made on first use and kept in the cache folder. Another list of packages makes another
 * environment, so one in use is never changed.
 */
export async function ensureVirtualEnvironment({ name, packages }) {
  const folder = join(cacheFolder, 'python');
  const key = `${name}-${createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12)}`;
  // A virtual environment can't be moved once made; a small file that appears at the end says where the
  // finished one is.
  const pointer = join(folder, `${key}.path`);
  const known = readPointer(pointer);
  if (known) return known;
  const [program, ...args] = await ensurePython();
  say(`making a Python virtual environment with ${packages.join(', ')}`);
  mkdirSync(folder, { recursive: true });
  const environment = mkdtempSync(join(folder, `${key}-`));
  try {
    await run(program, [...args, '-m', 'venv', environment]);
    const python = pythonOf(environment);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
    writeFileSync(`${environment}.path`, python);
    renameSync(`${environment}.path`, pointer);
    return python;
  } catch (error) {
    rmSync(environment, { recursive: true, force: true });
    throw new SetupError(
      `The Python packages ${packages.join(', ')} could not be installed; see below and run this again.\n${error.message}`,
    );
  }
}

function readPointer(pointer) {
  if (!existsSync(pointer)) return undefined;
  const python = readFileSync(pointer, 'utf8');
  return existsSync(python) ? python : undefined;
}

function pythonOf(environment) {
  return process.platform === 'win32'
    ? join(environment, 'Scripts', 'python.exe')
    : join(environment, 'bin', 'python');
}
