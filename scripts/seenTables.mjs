// `node scripts/seenTables.mjs FOLDER… [--python PYTHON]`: compares the tables that the walk of imports says
// env.py sees with those of the real `target_metadata`, for each environment below the folders. The Python
// has Alembic and as many of the projects' packages as there are; stand-ins take the place of the others.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { loadBundled } from './loadBundled.mjs';
import { isMain, root } from './paths.mjs';
import { runMain } from './setup/command.mjs';
import { ensurePython } from './setup/python.mjs';

/** Prints a line for each environment, and how many are equal, unknown and wrong. */
async function compare(folders, python) {
  const { seenByWalk } = loadBundled({ entryPoints: [join(root, 'test/bench/seenByWalk.ts')] });
  const counts = { equal: 0, unknown: 0, wrong: 0, 'not loaded': 0 };
  for (const folder of folders)
    for (const directory of scriptDirectories(folder)) {
      const others = scriptDirectories(folder).filter((other) => other !== directory);
      const seen = seenByWalk(directory, folder, others);
      const [verdict, text] = judge(seen, realTables(python, directory, folder));
      counts[verdict]++;
      console.log(`${verdict.padEnd(10)} ${join(basename(folder), relative(folder, directory))}: ${text}`);
    }
  console.log(
    Object.entries(counts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
  );
}

/** Folders with an env.py that names a `target_metadata`. */
function scriptDirectories(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => basename(name) === 'env.py')
    .map((name) => join(folder, name))
    .filter((file) => readFileSync(file, 'utf8').includes('target_metadata'))
    .map((file) => dirname(file))
    .sort();
}

function realTables(python, directory, folder) {
  const [program, ...options] = python;
  const words = [...options, join(root, 'scripts/realTables.py'), directory, folder];
  try {
    const output = execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(output);
  } catch (error) {
    return { error: String(error.message).split('\n')[0], tables: [] };
  }
}

function judge(seen, real) {
  if (real.error)
    return [
      'not loaded',
      `${real.error.split('\n')[0]} (${real.failures?.at(-1)}; the walk: ${seen.unknown ?? seen.tables.length})`,
    ];
  if (seen.unknown) return ['unknown', `${seen.unknown} (really ${real.tables.length})`];
  const missing = seen.incomplete ? [] : real.tables.filter((table) => !seen.tables.includes(table));
  const extra = seen.tables.filter((table) => !real.tables.includes(table));
  const falseAlarms = seen.unseen.filter((text) => real.tables.includes(text.split(' ')[0]));
  if (seen.incomplete && extra.length + falseAlarms.length === 0)
    return ['unknown', `${seen.incomplete} (said ${seen.tables.length} of ${real.tables.length})`];
  if (missing.length + extra.length + falseAlarms.length === 0)
    return ['equal', `${real.tables.length} tables; unseen: ${seen.unseen.join(', ') || 'none'}`];
  const lists = { missing, 'not really there': extra, 'said to be unseen': falseAlarms };
  const texts = Object.entries(lists).filter(([, list]) => list.length > 0);
  return ['wrong', texts.map(([title, list]) => `${title}: ${list.slice(0, 12).join(' ')}`).join('; ')];
}

if (isMain(import.meta))
  await runMain(async () => {
    const words = process.argv.slice(2);
    const at = words.indexOf('--python');
    const python = at < 0 ? await ensurePython() : [words.splice(at, 2)[1]];
    if (words.length === 0) throw new Error('Which folders? Name at least one project with an env.py.');
    await compare(
      words.map((folder) => resolve(folder)),
      python,
    );
    return 0;
  });
