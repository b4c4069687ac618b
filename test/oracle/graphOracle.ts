import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../fixtures/projectRoot';
import type { Query } from '../../server/core/revision/plan/query';
import type { ExpectedAnswer } from '../core/vectors/vectorRecords';

/** One revision directory and what is asked about it. */
export interface OracleRequest {
  readonly files: Readonly<Record<string, string>>;
  readonly questions: readonly Query[];
}

/** What the real library says. */
export interface OracleReply {
  readonly version: string;
  readonly load: ExpectedAnswer;
  readonly facts?: unknown;
  readonly user_errors?: Readonly<Record<'heads' | 'show' | 'history' | 'upgrade', ExpectedAnswer>>;
  readonly answers: readonly ExpectedAnswer[];
}

/** Gives the Python of a virtual environment with the packages. */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const module = pathToFileURL(join(projectRoot, 'scripts', 'virtualEnvironments.mjs')).href;
  const { ensureVirtualEnvironment } = (await import(module)) as {
    ensureVirtualEnvironment: (wanted: { name: string; packages: readonly string[] }) => Promise<string>;
  };
  return await ensureVirtualEnvironment({ name, packages });
}

/** Asks the real Alembic, in one Python process whose sets are ordered by the hash seed. */
export function askAlembic(
  python: string,
  requests: readonly OracleRequest[],
  hashSeed: number,
): OracleReply[] {
  const run = spawnSync(python, [join(projectRoot, 'test', 'oracle', 'graph_oracle.py')], {
    input: requests.map((request) => JSON.stringify(request)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONHASHSEED: String(hashSeed), PYTHONUTF8: '1' },
  });
  assert.equal(run.status, 0, run.stderr);
  const replies = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as OracleReply);
  assert.equal(replies.length, requests.length);
  return replies;
}
