import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleTests, testFiles } from '../bundle.mjs';
import { freshCountsFile, readCounts } from '../counts.mjs';
import { root } from '../paths.mjs';
import { addSampleDatabase, copySample, linkVirtualEnvironment } from '../sample.mjs';

const logFolder = join(root, 'out', 'test-logs');

/** Folders of test/extension that hold tests. */
export function extensionSuiteNames() {
  const folder = join(root, 'test', 'extension');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => testFiles(join('extension', name)).length > 0);
}

/**
 * Bundles a suite and lays out its workspace below a temporary folder. What a suite may say in its
 * `suite.json`:
 *
 * - `trusted` (true): false opens the workspace in Restricted mode
 * - `sample`: a folder of sample/ that is copied to the workspace before `workspace/`
 * - `database` (false): the sample's database stands a few revisions behind head
 * - `python` (true where there is a sample): `.venv` in the workspace leads to an environment with Alembic
 *   and SQLAlchemy
 * - `settings`: written to the workspace's .vscode/settings.json
 * - `open` ("."): what VS Code opens in the workspace: a folder, a .code-workspace file, or false for an
 *   empty window
 *
 * What is in a suite's folder `extensions/` is installed in the VS Code of that suite alone.
 */
export async function prepareSuite(name, { temporary, python, pattern, attempt }) {
  const source = join(root, 'test', 'extension', name);
  const settings = readSuiteFile(join(source, 'suite.json'));
  mkdirSync(logFolder, { recursive: true });
  const workspace = await layOutWorkspace(source, settings, join(temporary, attempt, name), python);
  const harness = join('test', 'extension', 'harness', 'runSuite.ts');
  const tests = testFiles(join('extension', name));
  const [entry, ...files] = await bundleTests(join('extension', name), [harness, ...tests]);
  const countsFile = freshCountsFile(`extension-${name}`);
  const reportFile = join(temporary, `${name}-report.txt`);
  const plan = {
    files,
    pattern,
    reporter: join(root, 'scripts', 'mochaReporter.cjs'),
    color: process.stdout.isTTY === true,
    countsFile,
    reportFile,
    environment: { ALEMBIC_WORKBENCH_TEST_PYTHON: python, ALEMBIC_WORKBENCH_TEST_REPORT: reportFile },
  };
  writeFileSync(join(dirname(entry), 'plan.json'), JSON.stringify(plan));
  const open = settings.open ?? '.';
  return {
    name,
    trusted: settings.trusted ?? true,
    extensions: foldersOf(join(source, 'extensions')),
    folder: open === false ? undefined : join(workspace, open),
    entry,
    countsFile,
    reportFile,
    logFile: join(logFolder, `extension-${name}-${attempt}.log`),
  };
}

function foldersOf(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function readSuiteFile(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

async function layOutWorkspace(source, settings, workspace, python) {
  rmSync(workspace, { recursive: true, force: true });
  if (settings.sample) copySample(settings.sample, workspace);
  else mkdirSync(workspace, { recursive: true });
  if (existsSync(join(source, 'workspace'))) {
    cpSync(join(source, 'workspace'), workspace, { recursive: true });
  }
  if (settings.database) {
    await addSampleDatabase(workspace);
  }
  if (settings.python ?? settings.sample !== undefined) linkVirtualEnvironment(python, workspace);
  if (settings.settings) {
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    writeFileSync(
      join(workspace, '.vscode', 'settings.json'),
      JSON.stringify(settings.settings, undefined, 2),
    );
  }
  return workspace;
}

/**
 * Prints what mocha said about a suite, and where the rest of VS Code's output is. Gives the suite's counts.
 */
export function reportSuite(suite, exitedWell) {
  if (existsSync(suite.reportFile)) process.stdout.write(readFileSync(suite.reportFile, 'utf8'));
  rmSync(suite.reportFile, { force: true });
  const counts = readCounts(suite.countsFile, exitedWell);
  if (counts.failed > 0) console.log(`  everything that VS Code wrote: ${suite.logFile}`);
  return counts;
}
