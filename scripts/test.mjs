// `npm test`: set-up, the check and every test layer, ending with one line "N passed, N failed". `npm test --
// core cli` runs only those parts. `--fail-on-flaky` fails where something passed only the second time.
import { build } from './build.mjs';
import { addCounts, noTests, oneFailure } from './counts.mjs';
import { laneCount, runInLanes, runScript, windowCount } from './lanes.mjs';
import { layers } from './layer.mjs';
import { ensureSamplePython } from './sample.mjs';
import { exitOnInterrupt, runMain } from './setup/command.mjs';
import { extensionSuiteNames } from './vscode/extensionSuites.mjs';
import { uiSuiteNames } from './vscode/uiLayer.mjs';
import { ensureChromium } from './setup/chromium.mjs';
import { ensureDatabaseServers } from './setup/databaseServers.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';

/** In the order of the summary. */
const names = ['check', ...Object.keys(layers)];

/** The package is built in it, over the bundles that all others use, so it goes before them. */
const first = 'manifest';

/** The longest first, and the suites with windows in parts, so that the lanes end together. */
const side = [
  ...fileParts('database', 2),
  ...windowParts('ui', uiSuiteNames(), 3),
  ...windowParts('extension', extensionSuiteNames(), 3),
  { name: 'check' },
  { name: 'cli' },
  { name: 'oracle' },
  { name: 'packages' },
  { name: 'protocol' },
  { name: 'core' },
];

exitOnInterrupt();
await runMain(async () => {
  const failOnFlaky = process.argv.includes('--fail-on-flaky');
  const asked = process.argv.slice(2).filter((word) => word !== '--fail-on-flaky');
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown) {
    console.error(`There is no part ${unknown}; there are ${names.join(', ')}.`);
    return 2;
  }
  await ensureNodePackages();
  return summarise(await runParts(asked.length > 0 ? asked : names), failOnFlaky);
});

async function runParts(chosen) {
  if (chosen.length === 1) return [await run({ name: chosen[0] }, true)];
  const results = chosen.includes(first) ? [await run({ name: first }, true)] : [];
  const rest = [...side, ...names.filter((name) => !isIn(side, name)).map((name) => ({ name }))].filter(
    ({ name }) => name !== first && chosen.includes(name),
  );
  const problem = await prepare();
  if (problem) return [...results, ...rest.map(({ name }) => ({ name, seconds: 0, counts: problem }))];
  process.env.ALEMBIC_WORKBENCH_BUILT = '1';
  // Nobody looks at the others.
  process.env.ALEMBIC_WORKBENCH_TEST_PICTURES = 'failed';
  results.push(...(await runInLanes(rest, { lanes: laneCount, windows: windowCount }, run, print)));
  return names.flatMap((name) =>
    results.filter((result) => result.name === name || result.name.startsWith(`${name} `)),
  );
}

/** What parts that run side by side share is made before them. Gives a failure where that can't be. */
async function prepare() {
  try {
    await ensureSamplePython();
    await ensureDatabaseServers();
    if (process.platform === 'linux') await ensureChromium();
    await build();
    return undefined;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return oneFailure('set-up for the tests could not be done');
  }
}

function isIn(parts, name) {
  return parts.some((part) => part.name === name);
}

/** The test files of a layer, in some parts of about the same number. */
function fileParts(name, count) {
  return Array.from({ length: count }, (_, part) => ({
    name,
    title: `${name} ${part + 1} of ${count}`,
    words: ['--part', `${part + 1}/${count}`],
  }));
}

/** The suites of a layer that opens windows, in some parts of about the same number. */
function windowParts(name, all, count) {
  return Array.from({ length: count }, (_, part) => ({
    name,
    window: true,
    title: `${name} ${part + 1} of ${count}`,
    words: all.filter((_name, at) => at % count === part),
  })).filter(({ words }) => words.length > 0);
}

/** Runs a part as `npm run check` or `node scripts/layer.mjs` does. */
async function run({ name, title = name, words = [] }, live = false) {
  if (live) console.log(`\n──── ${title} ────`);
  else console.log(`${title} runs …`);
  return name === 'check'
    ? await runScript(title, 'check.mjs', [], { live })
    : await runScript(title, 'layer.mjs', [name, ...words], { live });
}

function print({ name, seconds, output }) {
  console.log(`\n──── ${name} (${seconds} s) ────\n${output}`);
}

function summarise(results, failOnFlaky) {
  console.log('\n──── summary ────');
  for (const { name, counts, seconds } of results) {
    const skipped = counts.pending > 0 ? `, ${counts.pending} skipped` : '';
    const text =
      counts.passed + counts.failed + counts.pending === 0
        ? 'no tests'
        : `${counts.passed} passed, ${counts.failed} failed${skipped}`;
    console.log(`${name.padEnd(16)} ${text} (${seconds} s)`);
  }
  const all = results.map((result) => result.counts).reduce(addCounts, noTests);
  const total = failOnFlaky
    ? all.flaky.reduce((counts, title) => oneFailure(`${title} (the first time)`, counts), all)
    : all;
  if (total.pending > 0) console.log(`${total.pending} skipped: see above for the reasons.`);
  for (const title of total.flaky) console.log(`flaky, passed the second time only: ${title}`);
  for (const title of total.failures) console.log(`failed: ${title}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}
