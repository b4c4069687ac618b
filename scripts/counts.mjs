import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/** The counts of a layer that found nothing to run. */
export const noTests = { passed: 0, failed: 0, pending: 0, failures: [], flaky: [] };

/**
 * A fresh path for the counts of a mocha run (see mochaReporter.cjs); what an earlier run left there is gone.
 */
export function freshCountsFile(name) {
  const file = join(root, 'out', 'test-counts', `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/**
 * The counts that a mocha run left. A run that left none, or that ended badly without a failed test, counts
 * as one failure.
 */
export function readCounts(file, exitedWell) {
  const left = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const counts = { ...noTests, ...left };
  return !exitedWell && counts.failed === 0 ? oneFailure('a run that did not end well', counts) : counts;
}

/** Counts to which a failure is added that is not a test's: a layer that crashed, a run that hung. */
export function oneFailure(title, counts = noTests) {
  return { ...counts, failed: counts.failed + 1, failures: [...counts.failures, title] };
}

/**
 * Runs a suite, and once more where it fails. `runSuite` takes a name for the run, for its folders and logs,
 * so that nothing of the first run is left in the second. The second run counts; what failed in the first is
 * kept as `flaky`, for the summary names it. For suites in the real VS Code alone, whose every part has a
 * life of its own.
 */
export async function runTwiceIfNeeded(name, runSuite) {
  const first = await runSuite('first');
  if (first.failed === 0) return first;
  console.log(`\n${name} failed, and is run once more in a fresh window.`);
  const second = await runSuite('again');
  const failedOnce = first.failures.filter((title) => !second.failures.includes(title));
  return { ...second, flaky: failedOnce.map((title) => `${name}: ${title}`) };
}

/** Leaves a layer's counts for `npm test`, which runs it in a process of its own and names the file. */
export function leaveCounts(counts) {
  const file = process.env.ALEMBIC_WORKBENCH_TEST_COUNTS;
  if (file) writeFileSync(file, JSON.stringify(counts));
}

export function addCounts(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    pending: a.pending + b.pending,
    failures: [...a.failures, ...b.failures],
    flaky: [...a.flaky, ...b.flaky],
  };
}
