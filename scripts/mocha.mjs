import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freshCountsFile, readCounts } from './counts.mjs';
import { root } from './paths.mjs';

/** A pull request that runs the tests is none of the projects in them. */
const noPullRequest = { GITHUB_BASE_REF: '', GITHUB_WORKSPACE: '' };

/** Runs mocha on bundled tests and gives its counts; `name` names the run. */
export async function runMocha(name, bundles, mochaArguments = [], environment = {}) {
  const countsFile = freshCountsFile(name);
  const args = [
    '--enable-source-maps',
    join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'),
    '--ui',
    'tdd',
    '--timeout',
    // Twenty times what the longest takes, for a busy machine, and more where it has more cases.
    String(900_000 * Number(process.env.ALEMBIC_WORKBENCH_TEST_TIMES ?? 1)),
    '--reporter',
    join(root, 'scripts', 'mochaReporter.cjs'),
    '--reporter-option',
    `countsFile=${countsFile}`,
    ...mochaArguments,
    ...bundles,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...noPullRequest, ...environment },
  });
  const killChild = () => child.kill();
  process.on('exit', killChild);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  process.off('exit', killChild);
  return readCounts(countsFile, code === 0);
}
