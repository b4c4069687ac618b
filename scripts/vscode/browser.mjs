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
  return await (await chromiumType()).launch(await options());
}

/** Starts a headless Chromium that another process connects to by its `wsEndpoint()`. */
export async function launchBrowserServer() {
  return await (await chromiumType()).launchServer({ ...(await options()), host: '127.0.0.1' });
}

async function chromiumType() {
  return (await import('playwright-core')).chromium;
}

async function options() {
  return { executablePath: await ensureChromium(), args: flags };
}
