// Runs one test layer that needs nothing but Node: `node scripts/layer.mjs core [mocha arguments]`.
// The tests are bundled by esbuild (types are the business of `npm run check`) and run by mocha.
import { spawn } from 'node:child_process';
import { readdirSync, rmSync, existsSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The test files of a layer, relative to the root. */
export function testFiles(layer) {
  const folder = join(root, 'test', layer);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', layer, name))
    .sort();
}

/** Bundles a layer's tests to out/test/<layer> and gives the paths of the bundles. */
export async function bundleLayer(layer, files = testFiles(layer)) {
  const { build } = await import('esbuild');
  const outdir = join(root, 'out', 'test', layer);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: files,
    outdir,
    outbase: join('test', layer),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    packages: 'external',
    external: ['vscode'],
    define: { PROJECT_ROOT: JSON.stringify(root) },
    logLevel: 'warning',
  });
  return files.map((file) =>
    join(outdir, file.slice(join('test', layer).length + 1).replace(/\.ts$/, '.js')),
  );
}

/** Runs mocha on a layer; resolves to its exit code. */
export async function runLayer(layer, mochaArguments = [], environment = {}) {
  const bundles = await bundleLayer(layer);
  if (bundles.length === 0) return 0;
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', mocha, '--ui', 'tdd', '--timeout', '120000', ...mochaArguments, ...bundles],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } },
  );
  return await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [layer, ...rest] = process.argv.slice(2);
  if (!layer) {
    console.error('Which layer? For example: node scripts/layer.mjs core');
    process.exit(2);
  }
  process.exit(await runLayer(layer, rest));
}
