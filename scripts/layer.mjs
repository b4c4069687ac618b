// Runs one test layer: `node scripts/layer.mjs core [-g pattern]`; for the layers in the real VS Code suites
// can be named: `node scripts/layer.mjs extension activation [-g pattern]`, `node scripts/layer.mjs ui
// stamp`.
import { ensureBuilt } from './build.mjs';
import { bundleTests, testFiles } from './bundle.mjs';
import { runMocha } from './mocha.mjs';
import { leaveCounts, noTests } from './counts.mjs';
import { isMain } from './paths.mjs';
import { ensurePackagingPython, ensureWheels, packageWheel } from './packageWheel.mjs';
import { ensureSamplePython, prepareSamples } from './sample.mjs';
import { exitOnInterrupt, runMain } from './setup/command.mjs';
import { ensureDatabaseServers } from './setup/databaseServers.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';
import { runFuzz } from './fuzz.mjs';
import { inTemporaryFolder } from './temporaryFolder.mjs';
import { runExtensionLayer } from './vscode/extensionLayer.mjs';
import { runUiLayer } from './vscode/uiLayer.mjs';

/** The layers, quick ones first: each takes its command-line arguments and gives counts. */
export const layers = {
  manifest: (args) => runNodeLayer('manifest', args, { built: true }),
  core: (args) => runNodeLayer('core', args),
  disk: (args) => runNodeLayer('disk', args),
  protocol: (args) => runNodeLayer('protocol', args, { built: true }),
  cli: (args) => runNodeLayer('cli', args, { built: true }),
  fuzz: (args) => runFuzz(args),
  grammar: (args) => runNodeLayer('grammar', args),
  packages: (args) => runPackagesLayer(args),
  oracle: (args) => runNodeLayer('oracle', args, { built: true, python: true }),
  database: (args) => runDatabaseLayer(args),
  extension: (args) => runExtensionLayer(readSuiteArguments(args)),
  ui: (args) => runUiLayer(readSuiteArguments(args)),
};

/** Runs a layer that needs nothing but Node and, where asked for, our bundles and a Python with Alembic. */
async function runNodeLayer(layer, mochaArguments, { built, python } = {}) {
  if (testFiles(layer).length === 0) return noTests;
  if (built) await ensureBuilt();
  const environment = python ? { ALEMBIC_WORKBENCH_TEST_PYTHON: await ensureSamplePython() } : {};
  return await runMocha(layer, await bundleTests(layer), mochaArguments, environment);
}

/** Runs the tests of what people install: they get the wheel, and the wheels that it asks for. */
async function runPackagesLayer(mochaArguments) {
  return await inTemporaryFolder(async (folder) => {
    await ensureBuilt();
    const environment = {
      ALEMBIC_WORKBENCH_TEST_PYTHON: await ensurePackagingPython(),
      ALEMBIC_WORKBENCH_TEST_WHEELS: await ensureWheels(),
      ALEMBIC_WORKBENCH_TEST_WHEEL: (await packageWheel(folder)).wheelPath,
    };
    return await runMocha('packages', await bundleTests('packages'), mochaArguments, environment);
  });
}

/**
 * Runs the tests that talk to real databases: they get the samples, each with an SQLite database. With
 * `--part 1/2` it is every other test file.
 */
async function runDatabaseLayer(args) {
  const { part, rest } = readPart(args);
  return await inTemporaryFolder(async (folder) => {
    await Promise.all([ensureBuilt(), ensureDatabaseServers(), prepareSamples(folder)]);
    const environment = {
      ALEMBIC_WORKBENCH_TEST_PYTHON: await ensureSamplePython(),
      ALEMBIC_WORKBENCH_TEST_SAMPLES: folder,
      ALEMBIC_WORKBENCH_TEST_FOLDER: folder,
    };
    const files = testFiles('database').filter((_file, at) => at % part.count === part.number - 1);
    return await runMocha('database', await bundleTests('database', files), rest, environment);
  });
}

function readPart(args) {
  const at = args.indexOf('--part');
  if (at < 0) return { part: { number: 1, count: 1 }, rest: args };
  const [number, count] = (args[at + 1] ?? '').split('/').map(Number);
  return { part: { number, count }, rest: args.toSpliced(at, 2) };
}

function readSuiteArguments(args) {
  const at = args.findIndex((argument) => argument === '-g' || argument === '--grep');
  return at < 0 ? { names: args } : { names: args.toSpliced(at, 2), pattern: args[at + 1] };
}

if (isMain(import.meta)) {
  exitOnInterrupt();
  await runMain(async () => {
    const [layer, ...rest] = process.argv.slice(2);
    if (!Object.hasOwn(layers, layer ?? '')) {
      console.error(
        `Which layer? One of ${Object.keys(layers).join(', ')}; for example: node scripts/layer.mjs core`,
      );
      return 2;
    }
    await ensureNodePackages();
    const counts = await layers[layer](rest);
    leaveCounts(counts);
    if (counts.passed + counts.failed + counts.pending === 0) console.log(`${layer}: no tests.`);
    return counts.failed > 0 ? 1 : 0;
  });
}
