import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './setup/command.mjs';
import { inTemporaryFolder } from './temporaryFolder.mjs';
import { ensureVirtualEnvironment } from './virtualEnvironments.mjs';

/** Where the sample's database stands when it is opened: three revisions behind head. */
export const samplePosition = '9e397b4b4b84';

/** Gives the Python of the virtual environment that the sample's requirements.txt asks for. */
export async function ensureSamplePython() {
  const requirements = readFileSync(join(root, 'sample', 'bookshop', 'requirements.txt'), 'utf8');
  const packages = requirements.split('\n').filter((line) => line.trim() !== '');
  return await ensureVirtualEnvironment({ name: 'sample', packages });
}

/**
 * Copies a sample project (a folder of `sample/`) to a folder that does not exist yet, without what running
 * it leaves behind.
 */
export function copySample(name, to) {
  const left = ['__pycache__', '.venv'];
  cpSync(join(root, 'sample', name), to, {
    recursive: true,
    filter: (path) => !left.includes(basename(path)) && !path.endsWith('.db'),
  });
}

/**
 * Makes `.venv` in a project lead to the virtual environment of the given Python, as if it had been made
 * there.
 */
export function linkVirtualEnvironment(python, project) {
  const link = join(project, '.venv');
  if (!existsSync(link)) symlinkSync(dirname(dirname(python)), link, 'junction');
}

let positioned;

/**
 * Puts a database that stands at `samplePosition` into a copy of the bookshop. Alembic makes it once in a
 * process; every other copy gets the same bytes.
 */
export async function addSampleDatabase(project) {
  positioned ??= makeSampleDatabase();
  writeFileSync(join(project, 'bookshop.db'), await positioned);
}

async function makeSampleDatabase() {
  const python = await ensureSamplePython();
  return await inTemporaryFolder(async (folder) => {
    const project = join(folder, 'bookshop');
    copySample('bookshop', project);
    await run(python, ['-B', '-m', 'alembic', 'upgrade', samplePosition], { cwd: project });
    return readFileSync(join(project, 'bookshop.db'));
  });
}

/**
 * Copies both samples below a folder, each with its virtual environment and a database that stands a few
 * revisions behind head.
 */
export async function prepareSamples(folder) {
  const python = await ensureSamplePython();
  const bookshop = join(folder, 'bookshop');
  const broken = join(folder, 'bookshop-broken');
  mkdirSync(folder, { recursive: true });
  copySample('bookshop', bookshop);
  copySample('bookshop-broken', broken);
  await addSampleDatabase(bookshop);
  // Alembic can't upgrade by the broken history; its database is the one from before it broke.
  await addSampleDatabase(broken);
  for (const project of [bookshop, broken]) linkVirtualEnvironment(python, project);
  return { bookshop, broken };
}
