// `npm test`: set-up, the check and every test layer, ending with one line "N passed, N failed".
// `npm test -- core cli` runs only those parts.
import { runCheck } from './check.mjs';
import { addCounts, noTests, oneFailure } from './counts.mjs';
import { layers } from './layer.mjs';
import { exitOnInterrupt, runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';

const parts = { check: runCheck, ...layers };

exitOnInterrupt();
await runMain(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !Object.hasOwn(parts, name));
  if (unknown) {
    console.error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}.`);
    return 2;
  }
  await ensureNodePackages();
  const results = [];
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) results.push(await runPart(name));
  return summarise(results);
});

/** Runs a part. One that crashes is one failure, and the others still run. */
async function runPart(name) {
  console.log(`\n──── ${name} ────`);
  const start = Date.now();
  let counts;
  try {
    counts = await parts[name]([]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    counts = oneFailure(`${name} could not be run`);
  }
  return { name, counts, seconds: Math.round((Date.now() - start) / 1000) };
}

function summarise(results) {
  console.log('\n──── summary ────');
  for (const { name, counts, seconds } of results) {
    const skipped = counts.pending > 0 ? `, ${counts.pending} skipped` : '';
    const text =
      counts.passed + counts.failed + counts.pending === 0
        ? 'no tests'
        : `${counts.passed} passed, ${counts.failed} failed${skipped}`;
    console.log(`${name.padEnd(10)} ${text} (${seconds} s)`);
  }
  const total = results.map((result) => result.counts).reduce(addCounts, noTests);
  if (total.pending > 0) console.log(`${total.pending} skipped: see above for the reasons.`);
  for (const title of total.unsteady) console.log(`passed the second time only: ${title}`);
  for (const title of total.failures) console.log(`failed: ${title}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}
