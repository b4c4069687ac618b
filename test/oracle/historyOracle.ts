import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../fixtures/projectRoot';
import { pythonWithAlembic } from './mergeOracle';

/**
 * What the real Alembic says to one directory of revision files: its error when it loads, upgrades and lists
 * them, or null where it does.
 */
export interface Verdict {
  readonly load: string | null;
  readonly upgrade: string | null;
  readonly history: string | null;
}

/** Has the real Alembic load, upgrade and list directories, each given as file name -> text. */
export async function judgeByAlembic(
  histories: readonly Readonly<Record<string, string>>[],
): Promise<readonly Verdict[]> {
  const python = await pythonWithAlembic();
  const run = spawnSync(python, [join(projectRoot, 'test', 'oracle', 'history_oracle.py')], {
    input: JSON.stringify(histories),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as readonly Verdict[];
}
