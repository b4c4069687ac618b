import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

/** A variable that the layer sets. */
export function given(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run this with node scripts/layer.mjs packages.`);
  return value;
}

/** Variables with which pip finds the wheel just built and what it needs, and asks no index. */
export function withoutIndex(): NodeJS.ProcessEnv {
  const folders = [dirname(given('ALEMBIC_WORKBENCH_TEST_WHEEL')), given('ALEMBIC_WORKBENCH_TEST_WHEELS')];
  return {
    ...process.env,
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: folders.join(' '),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
}

/** Runs a program to its end. */
export function run(
  program: string,
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (error) throw error;
  return { code: status, stdout, stderr };
}

/** A program of a virtual environment. */
export function programOf(environment: string, name: string): string {
  return process.platform === 'win32'
    ? join(environment, 'Scripts', `${name}.exe`)
    : join(environment, 'bin', name);
}
