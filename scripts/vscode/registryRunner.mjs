import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { root } from '../paths.mjs';
import { ensureRegistryVsCode } from '../setup/registryVsCode.mjs';
import { launchBrowser } from './browser.mjs';
import { reportSuite } from './extensionSuites.mjs';
import { installExtensions, pageAddress, startServedVsCode } from './served.mjs';

/** A suite that says nothing for so long hangs; the harness's own limit for a test is shorter. */
const patienceMilliseconds = 20 * 60_000;

/**
 * Runs suites in the VS Code of the npm registry, opened in Chromium: one server for trusted workspaces, one
 * for Restricted mode, and one for each suite that has extensions of its own.
 */
export async function createRegistryRunner(temporary) {
  const vsCode = await ensureRegistryVsCode();
  const browser = await launchBrowser();
  const servers = new Map();
  const serverFor = (trusted) => {
    if (!servers.has(trusted)) {
      const dataFolder = join(temporary, trusted ? 'vscode-trusted' : 'vscode-restricted');
      servers.set(trusted, startServedVsCode(vsCode, { dataFolder, trusted, testDriver: true }));
    }
    return servers.get(trusted);
  };
  const runWithOwnServer = async (suite) => {
    const dataFolder = join(temporary, `vscode-${suite.name}`);
    installExtensions(join(dataFolder, 'extensions'), suite.extensions);
    const server = await startServedVsCode(vsCode, { dataFolder, trusted: suite.trusted, testDriver: true });
    try {
      return await runSuite(browser, server, suite);
    } finally {
      await server.stop();
    }
  };
  return {
    description: 'the VS Code of the npm registry (code-server) in Chromium',
    runSuite: async (suite) =>
      suite.extensions.length > 0
        ? await runWithOwnServer(suite)
        : await runSuite(browser, await serverFor(suite.trusted), suite),
    close: async () => {
      await browser.close();
      await Promise.all([...servers.values()].map(async (server) => (await server).stop()));
    },
  };
}

async function runSuite(browser, served, suite) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const log = createWriteStream(suite.logFile);
  try {
    const page = await context.newPage();
    const ended = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction(
      'codeAutomationLog',
      (type, args) => void log.write(`${type}: ${format(...args)}\n`),
    );
    await page.goto(pageAddress(served, { folder: suite.folder, extension: root, tests: suite.entry }));
    let timer;
    const hung = new Promise((resolve) => (timer = setTimeout(() => resolve('hung'), patienceMilliseconds)));
    const code = await Promise.race([ended, hung]);
    clearTimeout(timer);
    const counts = reportSuite(suite, code === 0);
    if (counts.failed > 0) await screenshot(page, suite, code);
    return counts;
  } finally {
    await context.close();
    log.end();
  }
}

async function screenshot(page, suite, code) {
  const path = join(root, 'out', 'test-screenshots', `extension-${suite.name}.png`);
  await page.screenshot({ path });
  const reason = code === 'hung' ? 'did not end' : `ended with ${code}`;
  console.log(`  ${suite.name} ${reason}; its window at the end: ${path}`);
}
