import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { bundleTests } from '../bundle.mjs';
import { runMocha } from '../mocha.mjs';
import { ensureSamplePython } from '../sample.mjs';
import { ensureChromium } from '../setup/chromium.mjs';
import { ensureRegistryVsCode } from '../setup/registryVsCode.mjs';
import { startServedVsCode } from './served.mjs';

/** Runs the tests that drive the real workbench in Chromium, and gives their counts. They find what they need in the environment. */
export async function runUiLayer(mochaArguments = []) {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-workbench-test-')));
  const servers = [];
  const serve = async (vsCode, trusted) => {
    const dataFolder = join(temporary, trusted ? 'vscode-trusted' : 'vscode-restricted');
    const served = await startServedVsCode(vsCode, { dataFolder, trusted, testDriver: true });
    servers.push(served);
    return served.authority;
  };
  try {
    const vsCode = await ensureRegistryVsCode();
    const environment = {
      ALEMBIC_WORKBENCH_TEST_CHROMIUM: await ensureChromium(),
      ALEMBIC_WORKBENCH_TEST_PYTHON: await ensureSamplePython(),
      ALEMBIC_WORKBENCH_TEST_FOLDER: temporary,
      ALEMBIC_WORKBENCH_TEST_TRUSTED_VSCODE: await serve(vsCode, true),
      ALEMBIC_WORKBENCH_TEST_RESTRICTED_VSCODE: await serve(vsCode, false),
    };
    await build();
    return await runMocha('ui', await bundleTests('ui'), mochaArguments, environment);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
