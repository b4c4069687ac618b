// `npm run check`: types, lint, what nothing uses, and format.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { leaveCounts, noTests, oneFailure } from './counts.mjs';
import { isMain, root } from './paths.mjs';
import { runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';

const program = (name) => join(root, 'node_modules', ...name.split('/'));

const steps = [
  { name: 'types', args: [program('@typescript/native/bin/tsc'), '-b'] },
  {
    name: 'lint',
    args: [program('eslint/bin/eslint.js'), '.'],
  },
  { name: 'unused files, exports and packages', args: [program('knip/bin/knip.js')] },
  { name: 'format', args: [program('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
];

/** Runs every step and counts each as one test. */
export async function runCheck() {
  let counts = noTests;
  for (const { name, args } of steps) {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    console.log(`${name}: ${code === 0 ? 'fine' : 'see above'}`);
    counts = code === 0 ? { ...counts, passed: counts.passed + 1 } : oneFailure(name, counts);
  }
  return counts;
}

if (isMain(import.meta)) {
  await runMain(async () => {
    await ensureNodePackages();
    const counts = await runCheck();
    leaveCounts(counts);
    return counts.failed > 0 ? 1 : 0;
  });
}
