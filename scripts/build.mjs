// Bundles the extension, the language server and the command line: `node scripts/build.mjs [--watch]
// [--production]`.
import { chmodSync, copyFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asCommonJs, englishOnly, parsersLater } from './bundlePlugins.mjs';
import { isMain, root } from './paths.mjs';
import { billOfMaterials, bundledPackages, thirdPartyNotices } from './thirdPartyNotices.mjs';

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // What the command line runs on; VS Code brings its own, newer one.
  target: 'node20',
  format: 'cjs',
  // Packages such as vscode-languageserver bring an ES module beside the CommonJS one; the former bundles
  // smaller.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

/** The bundles: what goes in, what comes out. */
const bundles = [
  {
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/extension.js',
    target: 'node22',
    external: ['vscode'],
  },
  {
    entryPoints: ['client/src/guardian.ts'],
    outfile: 'dist/guardian.js',
    target: 'node22',
  },
  {
    entryPoints: ['client/src/terminalRun.ts'],
    outfile: 'dist/terminalRun.js',
    target: 'node22',
  },
  {
    // The pages: what runs in the browser that VS Code shows them in.
    entryPoints: ['client/webview/graph/main.ts'],
    outfile: 'dist/webview/graph.js',
    platform: 'browser',
    target: 'chrome122',
    format: 'iife',
  },
  {
    entryPoints: ['client/webview/graph/graph.css'],
    outfile: 'dist/webview/graph.css',
  },
  {
    entryPoints: ['@lezer/python'],
    outfile: 'server/dist/python-parser.js',
  },
  {
    entryPoints: ['toml-eslint-parser'],
    outfile: 'server/dist/toml-parser.js',
  },
  {
    entryPoints: ['server/disk/syntax/main.ts'],
    outfile: 'server/dist/syntax-check.js',
  },
  {
    entryPoints: ['server/lsp/main.ts'],
    outfile: 'server/dist/server.js',
    plugins: [parsersLater],
  },
  {
    entryPoints: ['server/mcp/main.ts'],
    outfile: 'server/dist/mcp.js',
    plugins: [parsersLater, englishOnly],
  },
  {
    // Three files: the command line, what it imports when needed (`lazyModules`), and what both share
    // (`chunk`). Their names stand in server/package.json. A second place that imports when needed would make
    // more files of the last kind, which esbuild refuses for their name.
    entryPoints: { 'alembic-ls': 'server/cli/main.ts' },
    outdir: 'server/dist',
    chunkNames: 'alembic-ls-[name]',
    splitting: true,
    format: 'esm',
    plugins: [parsersLater, asCommonJs({ 'alembic-ls.js': '#!/usr/bin/env node' })],
  },
];

/** What is left to do when a bundle is written. */
const finish = {
  'dist/extension.js': copyPython,
  'server/dist/syntax-check.js': copyRuff,
  'server/dist': finishCommandLine,
};

/** The right to be run, and the pages about rules, which are read offline. */
function finishCommandLine() {
  chmodSync(join(root, 'server/dist/alembic-ls.js'), 0o755);
  const folder = join(root, 'docs/rules');
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const pages = names.map((name) => [name.slice(0, -'.md'.length), readFileSync(join(folder, name), 'utf8')]);
  writeFileSync(join(root, 'server/dist/rule-pages.json'), JSON.stringify(Object.fromEntries(pages)));
}

/** The bridge, and the package beside it. */
function copyPython() {
  copyFileSync(join(root, 'client/python/bridge.py'), join(root, 'dist/bridge.py'));
  const [from, to] = ['client/python', 'dist'].map((folder) => join(root, folder, 'workbench_bridge'));
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('__pycache__') });
}

/** Ruff's parser, which its JavaScript reads from its own folder, and its licence. */
function copyRuff() {
  const from = join(root, 'node_modules/@astral-sh/ruff-wasm-nodejs');
  const to = join(root, 'server/dist');
  copyFileSync(join(from, 'ruff_wasm_bg.wasm'), join(to, 'ruff_wasm_bg.wasm'));
  copyFileSync(join(from, 'LICENSE'), join(to, 'ruff_wasm_LICENSE.txt'));
}

const finishing = {
  name: 'finishing',
  setup(hooks) {
    hooks.onEnd((result) => {
      if (result.errors.length === 0) finish[hooks.initialOptions.outfile ?? hooks.initialOptions.outdir]?.();
    });
  },
};

/**
 * Builds everything once. Production bundles are minified and carry no source maps. Throws where a bundle
 * fails.
 */
export async function build({ production = false } = {}) {
  const esbuild = await import('esbuild');
  const results = await Promise.allSettled(
    bundles.map((bundle) => esbuild.build(options(bundle, production))),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  writeNotices(results.map(({ value }) => value.metafile));
}

/** What both packages say of the packages in them. */
function writeNotices(metafiles) {
  const packages = bundledPackages(metafiles);
  const text = thirdPartyNotices(packages);
  for (const folder of ['dist', 'server/dist'])
    writeFileSync(join(root, folder, 'ThirdPartyNotices.txt'), text);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const bill = billOfMaterials(packages, version);
  writeFileSync(join(root, 'dist/sbom.cdx.json'), `${JSON.stringify(bill, undefined, 2)}\n`);
}

/**
 * Builds everything, unless whoever started this process has done so: two builds at once would pull each
 * other's files away.
 */
export async function ensureBuilt() {
  if (!process.env.ALEMBIC_WORKBENCH_BUILT) await build();
}

/** Builds everything and again after each change, until the process ends. */
async function watch() {
  const esbuild = await import('esbuild');
  for (const bundle of bundles) {
    const context = await esbuild.context({ ...options(bundle, false), logLevel: 'info' });
    await context.watch();
  }
}

function options(bundle, production) {
  return {
    ...shared,
    ...bundle,
    minify: production,
    sourcemap: production ? false : 'linked',
    sourcesContent: false,
    metafile: true,
    plugins: [...(bundle.plugins ?? []), finishing],
  };
}

if (isMain(import.meta)) {
  if (process.argv.includes('--watch')) {
    await watch();
  } else {
    await build({ production: process.argv.includes('--production') });
  }
}
