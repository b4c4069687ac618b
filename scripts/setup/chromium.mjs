import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { run, say } from './command.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debianPackages.mjs';
import { findProgram } from './programs.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Gives the path of a Chromium, installing one where it is missing and can be. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  if (!canInstallDebianPackages) await tryPlaywrightDownload();
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  await installDebianPackages(['chromium'], 'Chromium');
  return await findChromium();
}

async function findChromium() {
  const installed = names.map((name) => findProgram(name)).find(Boolean);
  if (installed) return installed;
  const { chromium } = await import('playwright-core');
  const downloaded = chromium.executablePath();
  return downloaded && existsSync(downloaded) ? downloaded : undefined;
}

async function tryPlaywrightDownload() {
  const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js');
  say('downloading Chromium');
  await run(process.execPath, [cli, 'install', 'chromium']).catch(() => undefined);
}
