import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/** What a layer that found nothing to run gives. */
export const noTests = { passed: 0, failed: 0, pending: 0 };

/** A fresh path for the counts of a mocha run (see mochaReporter.cjs); what an earlier run left there is gone. */
export function freshCountsFile(name) {
  const file = join(root, 'out', 'test-counts', `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** The counts that a mocha run left. A run that left none, or that ended badly without a failed test, counts as one failure. */
export function readCounts(file, exitedWell) {
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { ...noTests, failed: 1 };
  return !exitedWell && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, pending: a.pending + b.pending };
}
