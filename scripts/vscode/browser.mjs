import { ensureChromium } from '../setup/chromium.mjs';

// As root, and where there is neither a graphics card nor a network to talk to.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless Chromium. */
export async function launchBrowser() {
  const executablePath = await ensureChromium();
  const { chromium } = await import('playwright-core');
  return await chromium.launch({ executablePath, args: flags });
}
