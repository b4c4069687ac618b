import { createRequire } from 'node:module';
import { buildSync } from 'esbuild';

/** The exports of TypeScript code, bundled and loaded here; `entry` says which code, in esbuild's words. */
export function loadBundled(entry) {
  const { outputFiles } = buildSync({
    ...entry,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  });
  const made = { exports: {} };
  new Function('module', 'require', outputFiles[0].text)(made, createRequire(import.meta.url));
  return made.exports;
}
