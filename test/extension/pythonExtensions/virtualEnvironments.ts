import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const testPython = process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'] ?? '';

/** The Python of a virtual environment in the folder. */
export function pythonIn(folder: string): string {
  return join(folder, relative(dirname(dirname(testPython)), testPython));
}

/** Makes a virtual environment; with Alembic it borrows the packages of the tests' own. */
export function makeVirtualEnvironment(folder: string, withAlembic: boolean): void {
  ask(testPython, '-m', 'venv', '--without-pip', folder);
  if (!withAlembic) return;
  const packages = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const borrowed = ask(testPython, '-c', packages);
  writeFileSync(join(ask(pythonIn(folder), '-c', packages), 'borrowed.pth'), `${borrowed}\n`);
}

/** The Python of the machine that virtual environments are made from. */
export function machinePython(): string {
  return ask(testPython, '-c', 'import sys; print(sys._base_executable)');
}

function ask(python: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}
