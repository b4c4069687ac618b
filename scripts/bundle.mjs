import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './paths.mjs';

/** The test files below a folder of test/, relative to the root. */
export function testFiles(folder) {
  const path = join(root, 'test', folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', folder, name))
    .sort();
}

// A folder for each process, so that two runs at once don't take each other's bundles away.
const bundleFolder = join(root, 'out', 'test', String(process.pid));
process.on('exit', () => rmSync(bundleFolder, { recursive: true, force: true }));

/**
 * Bundles a folder's tests (or the files given) and gives the paths of the bundles, which are gone when the
 * process ends. Types are the business of `npm run check`; packages are loaded from node_modules at run time.
 */
export async function bundleTests(folder, files = testFiles(folder)) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: files,
    outdir: bundleFolder,
    outbase: 'test',
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
  return files.map((file) => join(bundleFolder, relative('test', file)).replace(/\.ts$/, '.js'));
}
