import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../build.mjs';
import { addCounts, noTests, runTwiceIfNeeded } from '../counts.mjs';
import { root } from '../paths.mjs';
import { ensureSamplePython } from '../sample.mjs';
import { SetupError } from '../setup/command.mjs';
import { inTemporaryFolder } from '../temporaryFolder.mjs';
import { canRunDesktop, createDesktopRunner } from './desktopRunner.mjs';
import { extensionSuiteNames, prepareSuite } from './extensionSuites.mjs';
import { createRegistryRunner } from './registryRunner.mjs';

/**
 * Runs extension suites (all, unless some are named) inside a real VS Code and gives the sum of their counts.
 */
export async function runExtensionLayer({ names = [], pattern } = {}) {
  const known = extensionSuiteNames();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new SetupError(`There is no extension suite ${unknown}; there are ${known.join(', ')}.`);
  if (known.length === 0) return noTests;
  return await inTemporaryFolder(async (temporary) => {
    const [python] = await Promise.all([ensureSamplePython(), ensureBuilt()]);
    const chosen = names.length > 0 ? names : known;
    let counts = noTests;
    for (const createRunner of await runners(temporary)) {
      counts = addCounts(counts, await runSuites(createRunner, chosen, { temporary, python, pattern }));
    }
    return counts;
  });
}

async function runners(temporary) {
  if (!(await canRunDesktop())) return [() => createRegistryRunner(temporary)];
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const oldest = engines.vscode.replace('^', '');
  return [oldest, 'stable'].map((version) => () => createDesktopRunner(temporary, version));
}

async function runSuites(createRunner, names, options) {
  const runner = await createRunner();
  console.log(`Extension suites run in ${runner.description}.`);
  try {
    let counts = noTests;
    for (const name of names) {
      const runSuite = async (attempt) => {
        const suite = await prepareSuite(name, { ...options, attempt });
        console.log(`\n${name}${suite.trusted ? '' : ' (Restricted mode)'}`);
        return await runner.runSuite(suite);
      };
      counts = addCounts(counts, await runTwiceIfNeeded(name, runSuite));
    }
    return counts;
  } finally {
    await runner.close();
  }
}
