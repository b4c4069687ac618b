import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { ensureBuilt } from '../build.mjs';
import { bundleTests, testFiles } from '../bundle.mjs';
import { addCounts, noTests, runTwiceIfNeeded } from '../counts.mjs';
import { runMocha } from '../mocha.mjs';
import { root } from '../paths.mjs';
import { ensureSamplePython, prepareSamples } from '../sample.mjs';
import { ensureRegistryVsCode } from '../setup/registryVsCode.mjs';
import { SetupError } from '../setup/command.mjs';
import { inTemporaryFolder } from '../temporaryFolder.mjs';
import { launchBrowserServer } from './browser.mjs';
import { installExtensions, startServedVsCode } from './served.mjs';

/**
 * Runs the suites (all, unless some are named) that drive the real workbench in Chromium, and gives the sum
 * of their counts. The workbench is the one of the npm registry, which runs on Linux only: elsewhere the
 * layer counts as skipped.
 */
export async function runUiLayer({ names = [], pattern } = {}) {
  if (process.platform !== 'linux') {
    console.log(
      'The ui tests are skipped: the VS Code of the npm registry, which they drive, runs on Linux only.',
    );
    return { ...noTests, pending: chosenFiles(names).length };
  }
  // In the environment of everything that is started from here, so that the tests can tell whether something
  // of it is left.
  process.env.ALEMBIC_WORKBENCH_TEST_MARK = randomUUID();
  return await inTemporaryFolder(async (temporary) => {
    const started = [];
    const serve = async (vsCode, trusted) => {
      const dataFolder = join(temporary, trusted ? 'vscode-trusted' : 'vscode-restricted');
      installExtensions(join(dataFolder, 'extensions'), [root]);
      // Without the test driver: with it VS Code shows no notifications.
      const served = await startServedVsCode(vsCode, {
        dataFolder,
        trusted,
        testDriver: false,
      });
      started.push(() => served.stop());
      return `${served.origin}/?ew=true`;
    };
    try {
      const vsCode = await ensureRegistryVsCode();
      const browser = await launchBrowserServer();
      started.push(() => browser.close());
      await ensureBuilt();
      const environment = {
        ALEMBIC_WORKBENCH_TEST_BROWSER: browser.wsEndpoint(),
        ALEMBIC_WORKBENCH_TEST_FOLDER: temporary,
        ALEMBIC_WORKBENCH_TEST_PYTHON: await ensureSamplePython(),
        ALEMBIC_WORKBENCH_TEST_TRUSTED_WINDOW: await serve(vsCode, true),
        ALEMBIC_WORKBENCH_TEST_RESTRICTED_WINDOW: await serve(vsCode, false),
      };
      return await runSuites(chosenFiles(names), pattern, temporary, environment);
    } finally {
      await Promise.all(started.map((stop) => stop()));
    }
  });
}

async function runSuites(files, pattern, temporary, environment) {
  const mochaArguments = pattern === undefined ? [] : ['-g', pattern];
  const bundles = await bundleTests('ui', files);
  let counts = noTests;
  for (const [index, bundle] of bundles.entries()) {
    const name = suiteName(files[index]);
    const runSuite = async (attempt) => {
      const samples = join(temporary, `samples-${attempt}`, name);
      await prepareSamples(samples);
      const everything = { ...environment, ALEMBIC_WORKBENCH_TEST_SAMPLES: samples };
      return await runMocha(`ui-${name}-${attempt}`, [bundle], mochaArguments, everything);
    };
    counts = addCounts(counts, await runTwiceIfNeeded(name, runSuite));
  }
  return counts;
}

/** The suites there are. */
export function uiSuiteNames() {
  return testFiles('ui').map(suiteName);
}

function chosenFiles(names) {
  const files = testFiles('ui');
  const known = uiSuiteNames();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new SetupError(`There is no ui suite ${unknown}; there are ${known.join(', ')}.`);
  return names.length > 0 ? files.filter((file) => names.includes(suiteName(file))) : files;
}

function suiteName(file) {
  return basename(file, '.test.ts');
}
