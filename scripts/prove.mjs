// `npm run prove [-- --times N] [--seed N] [layer …]`: what `npm test` runs a seeded sample of, whole: the
// random cases of every layer, ten times as many and with another seed each day, and a million random inputs.
// Takes hours.
import { build } from './build.mjs';
import { addCounts, noTests } from './counts.mjs';
import { runScript } from './lanes.mjs';
import { isMain } from './paths.mjs';
import { exitOnInterrupt, runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';

/** The layers that have random cases; of the slow ones those alone. */
const parts = {
  core: ['layer.mjs', 'core'],
  oracle: ['layer.mjs', 'oracle'],
  database: ['layer.mjs', 'database', '-g', 'random|megabyte|beside the real command'],
  extension: ['layer.mjs', 'extension', 'longSession'],
  fuzz: ['layer.mjs', 'fuzz'],
};

const millisecondsOfDay = 86_400_000;

/** Runs the parts one after the other and gives the sum of their counts. */
async function prove(words) {
  const { times, seed, names } = readWords(words);
  Object.assign(process.env, {
    ALEMBIC_WORKBENCH_BUILT: '1',
    ALEMBIC_WORKBENCH_TEST_TIMES: String(times),
    ALEMBIC_WORKBENCH_TEST_SEED: String(seed),
    FUZZ_SEED: String(seed),
    FUZZ_COUNT: String(100_000 * times),
  });
  console.log(`${times} times as many random cases as npm test runs, seed ${seed}.`);
  await build();
  let total = noTests;
  for (const name of names) {
    const [script, ...args] = parts[name];
    console.log(`\n──── ${name} ────`);
    const { counts, seconds } = await runScript(`prove-${name}`, script, args, { live: true });
    console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
    total = addCounts(total, counts);
  }
  for (const title of total.failures) console.log(`failed: ${title}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total;
}

function readWords(words) {
  const option = (name, usual) => {
    const at = words.indexOf(name);
    return at < 0 ? usual : Number(words.splice(at, 2)[1]);
  };
  const times = option('--times', 10);
  const seed = option('--seed', Math.floor(Date.now() / millisecondsOfDay));
  const unknown = words.find((name) => !Object.hasOwn(parts, name));
  if (unknown) throw new Error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}.`);
  return { times, seed, names: words.length > 0 ? words : Object.keys(parts) };
}

if (isMain(import.meta)) {
  exitOnInterrupt();
  await runMain(async () => {
    await ensureNodePackages();
    return (await prove(process.argv.slice(2))).failed > 0 ? 1 : 0;
  });
}
