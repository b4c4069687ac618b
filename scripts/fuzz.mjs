// `npm run fuzz [-- --seed N] [--minutes M | --count N] [--from INPUT] [--at INPUT] [-g TARGET]`: random
// input for everything that reads what others wrote. Ten minutes and a random seed where nothing is said;
// `--at` runs one input of the target named by `-g` and leaves its texts in out/fuzz.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { randomInt } from 'node:crypto';
import { bundleTests } from './bundle.mjs';
import { runMocha } from './mocha.mjs';
import { isMain, root } from './paths.mjs';
import { exitOnInterrupt, runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';

/**
 * Runs the targets as the environment variables FUZZ_… say (see test/fuzz/fuzzPlan.ts), or for some seconds
 * with seed 1.
 */
export async function runFuzz(mochaArguments, environment = {}) {
  const folder = join(root, 'out', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const atFile = join(folder, `at-${process.pid}.txt`);
  try {
    const counts = await runMocha('fuzz', await bundleTests('fuzz'), mochaArguments, {
      ...environment,
      FUZZ_AT_FILE: atFile,
    });
    // An input that ends the process leaves no other trace.
    if (counts.failures.includes('a run that did not end well') && existsSync(atFile))
      console.log(`The process ended with: ${readFileSync(atFile, 'utf8').trim()}`);
    return counts;
  } finally {
    if (existsSync(atFile)) rmSync(atFile);
  }
}

function readOptions(words) {
  const names = {
    '--seed': 'FUZZ_SEED',
    '--count': 'FUZZ_COUNT',
    '--minutes': 'FUZZ_SECONDS',
    '--from': 'FUZZ_FROM',
    '--at': 'FUZZ_AT',
  };
  const environment = { FUZZ_SEED: String(randomInt(1, 2 ** 31)), FUZZ_SECONDS: '600' };
  const rest = [];
  for (let index = 0; index < words.length; index++) {
    const name = names[words[index]];
    if (name === undefined) rest.push(words[index]);
    else if (name === 'FUZZ_SECONDS') environment[name] = String(Number(words[++index]) * 60);
    else environment[name] = words[++index];
  }
  return { environment, rest };
}

if (isMain(import.meta)) {
  exitOnInterrupt();
  await runMain(async () => {
    await ensureNodePackages();
    const { environment, rest } = readOptions(process.argv.slice(2));
    console.log(`Seed ${environment.FUZZ_SEED}.`);
    const counts = await runFuzz(rest, environment);
    return counts.failed > 0 ? 1 : 0;
  });
}
