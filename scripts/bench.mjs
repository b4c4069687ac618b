// Measures: `npm run bench [-- folder of a real project] [--rounds N]`, or the layout of the graph alone:
// `npm run bench -- layout`. Prints times, memory, and the goals as ratios of this one run. The real
// project may also be named by ALEMBIC_WORKBENCH_BENCH_PROJECT; it is copied, not touched.
import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { goalsOf, printGoals, printMeasurements } from './benchReport.mjs';
import { build } from './build.mjs';
import { isMain, root } from './paths.mjs';
import { ensureSamplePython } from './sample.mjs';
import { exitOnInterrupt, runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';
import { inTemporaryFolder } from './temporaryFolder.mjs';

const execute = promisify(execFile);

/** Measures everything and prints it. */
async function bench(args) {
  if (args[0] === 'layout') {
    await inTemporaryFolder(benchLayout);
    return;
  }
  const { rounds, project } = readArguments(args);
  await ensureNodePackages();
  const python = await ensureSamplePython();
  await build({ production: true });
  await inTemporaryFolder(async (folder) => {
    const programs = await bundlePrograms(folder);
    const projects = await prepareProjects(programs, folder, project);
    const measured = [];
    for (const each of projects) measured.push(await measure(programs, python, each, rounds));
    console.log(
      `Node ${process.version}, ${cpus().length} processors, median of ${rounds} interleaved rounds in fresh processes; files in the system's cache.`,
    );
    console.log('Times in milliseconds, memory in megabytes.\n');
    printMeasurements(measured);
    printGoals(measured.flatMap((each) => goalsOf(each)));
  });
}

function readArguments(args) {
  const at = args.indexOf('--rounds');
  const rounds = at < 0 ? 5 : Number(args[at + 1]);
  const [named] = at < 0 ? args : args.toSpliced(at, 2);
  const project = named ?? process.env.ALEMBIC_WORKBENCH_BENCH_PROJECT;
  return { rounds, project: project === undefined ? undefined : resolve(project) };
}

/** Measures the layout of histories of 1,000, 10,000 and 50,000 revisions: the time of each must be alike. */
async function benchLayout(folder) {
  await ensureNodePackages();
  const { measureLayout } = await bundle(folder, ['measureLayout']);
  const measured = await runProgram(measureLayout);
  for (const { count, merges, milliseconds, lanes } of measured)
    console.log(
      `${count} revisions, ${merges} merges: ${milliseconds.toFixed(1)} ms, ${lanes} lanes, ${((milliseconds * 1000) / count).toFixed(2)} µs each`,
    );
  const [first, last] = [measured[1], measured.at(-1)];
  const ratio = last.milliseconds / last.count / (first.milliseconds / first.count);
  console.log(`A revision among ${last.count} / one among ${first.count}: ${ratio.toFixed(2)}, goal <= 2`);
}

/** Bundles the measuring programs as the product is bundled, and gives their paths by name. */
async function bundlePrograms(folder) {
  const programs = await bundle(folder, [
    'writeProject',
    'measureFloor',
    'measureIndex',
    'measureServer',
    'measureMemory',
    'measureSchema',
  ]);
  // What the server starts from its own folder.
  for (const name of ['syntax-check.js', 'ruff_wasm_bg.wasm'])
    copyFileSync(join(root, 'server/dist', name), join(folder, 'programs', name));
  return programs;
}

async function bundle(folder, names) {
  const { build: bundleWith } = await import('esbuild');
  await bundleWith({
    absWorkingDir: root,
    entryPoints: names.map((name) => `test/bench/${name}.ts`),
    outdir: join(folder, 'programs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return Object.fromEntries(names.map((name) => [name, join(folder, 'programs', `${name}.js`)]));
}

async function prepareProjects(programs, folder, realProject) {
  const projects = [];
  for (const count of [1000, 10_000]) {
    const path = join(folder, `generated-${count}`);
    await execute(process.execPath, [programs.writeProject, path, String(count)]);
    projects.push({ name: `${count} generated`, folder: path, hasConfig: true });
  }
  if (realProject !== undefined) {
    const copy = join(folder, 'real');
    cpSync(realProject, copy, { recursive: true });
    projects.push({ name: realProject, folder: copy, hasConfig: false });
  }
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  return projects.map((each) => ({ ...each, empty, work: folder }));
}

/** Runs everything on one project, round by round, and gives lists of results by what was measured. */
async function measure(programs, python, project, rounds) {
  const about = await runProgram(programs.measureIndex, project.folder);
  const list = join(project.work, 'files.json');
  writeFileSync(list, JSON.stringify(about.files));
  const alembic = alembicArguments(project, about);
  const canRun = await warmBytecode(python, alembic);
  const results = { alembic: [], ours: [], empty: [], server: [], floor: [], index: [], schema: [] };
  for (let round = 0; round < rounds; round++) {
    if (canRun) results.alembic.push(await timeHeads(python, alembic));
    results.ours.push(
      await timeHeads(process.execPath, [
        [join(root, 'server/dist/alembic-ls.js'), '--cwd', project.folder, 'heads'],
        project.folder,
      ]),
    );
    results.floor.push(await runProgram(programs.measureFloor, list));
    results.index.push(await runProgram(programs.measureIndex, project.folder));
    results.schema.push(await runProgram(programs.measureSchema, project.folder));
  }
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    results.server.push(await runProgram(programs.measureServer, project.folder, list));
    const server = join(root, 'server/dist/server.js');
    const empty = await runProgram(programs.measureMemory, server, project.empty);
    const full = await runProgram(programs.measureMemory, server, project.folder);
    results.empty.push({ peak: full.peak - empty.peak, resident: full.resident - empty.resident });
  }
  return { name: project.name, count: about.files.length, results };
}

/**
 * What to give to Python for `alembic heads`, and where. A project whose own configuration is set by its code
 * gets a config file.
 */
function alembicArguments(project, about) {
  if (project.hasConfig) return [['-m', 'alembic', 'heads'], project.folder];
  const config = join(project.work, 'real.ini');
  const locations = about.versionLocations.join(delimiter);
  writeFileSync(
    config,
    `[alembic]\nscript_location = ${about.scriptDirectory}\npath_separator = os\nversion_locations = ${locations}\n`,
  );
  return [['-m', 'alembic', '-c', config, 'heads'], project.folder];
}

/**
 * Bytecode is written by a first run; false where Alembic can't load the project here, for want of its
 * packages.
 */
async function warmBytecode(python, [args, cwd]) {
  try {
    await execute(python, args, { cwd, env: withBytecode });
    return true;
  } catch {
    return false;
  }
}

async function timeHeads(program, [args, cwd]) {
  const start = performance.now();
  const { stdout } = await execute(program, args, { cwd, env: withBytecode });
  if (!stdout.includes('(head)')) throw new Error(`No head was printed: ${stdout}`);
  return performance.now() - start;
}

const withBytecode = { ...process.env };
delete withBytecode.PYTHONDONTWRITEBYTECODE;

async function runProgram(program, ...args) {
  const { stdout } = await execute(process.execPath, [program, ...args], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

if (isMain(import.meta)) {
  exitOnInterrupt();
  await runMain(() => bench(process.argv.slice(2)));
}
