// `npm run package [-- folder]`: builds the .vsix, lists what is in it and refuses one that is too big or
// holds what it should not.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { isMain, root } from './paths.mjs';
import { SetupError, runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';

/** Four fifths of it are Ruff's parser. */
const sizeLimitBytes = 5_000_000;

const allowed = [
  /^package\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/ThirdPartyNotices\.txt$/,
  /^dist\/webview\/graph\.(js|css)$/,
  /^dist\/((extension|guardian|terminalRun)\.js|bridge\.py)$/,
  /^dist\/workbench_bridge\/(\w+\.py|(secret_patterns|refusals|dialect_names)\.json)$/,
  /^server\/dist\/(server|mcp|python-parser|toml-parser|syntax-check)\.js$/,
  /^server\/dist\/rule-pages\.json$/,
  /^server\/dist\/ruff_wasm_(bg\.wasm|LICENSE\.txt)$/,
  /^media\/[\w.-]+\.(svg|png)$/,
  /^(schemas|snippets|syntaxes)\/[\w.-]+\.json$/,
  /^walkthrough\/[\w.-]+\.(md|svg|png)$/,
];

const needed = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'dist/ThirdPartyNotices.txt',
  'dist/extension.js',
  'dist/guardian.js',
  'dist/terminalRun.js',
  'dist/webview/graph.js',
  'dist/webview/graph.css',
  'dist/bridge.py',
  'dist/workbench_bridge/answers.py',
  'dist/workbench_bridge/secret_mask.py',
  'dist/workbench_bridge/secret_patterns.json',
  'dist/workbench_bridge/refusals.json',
  'dist/workbench_bridge/dialect_names.json',
  'server/dist/server.js',
  'server/dist/mcp.js',
  'server/dist/rule-pages.json',
  'server/dist/python-parser.js',
  'server/dist/toml-parser.js',
  'server/dist/syntax-check.js',
  'server/dist/ruff_wasm_bg.wasm',
  'server/dist/ruff_wasm_LICENSE.txt',
];

/**
 * Builds the production bundles and the .vsix; gives its path, files and size. Throws where the content is
 * not as it should be.
 */
export async function packageExtension(folder = root, { preRelease = false } = {}) {
  await build({ production: true });
  const { createVSIX, listFiles } = await import('@vscode/vsce');
  const files = await listFiles({ cwd: root, dependencies: false });
  const surprises = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
  if (surprises.length > 0)
    throw new SetupError(`These files must not be in the .vsix, see .vscodeignore: ${surprises.join(', ')}`);
  const missing = needed.filter((file) => !files.includes(file));
  if (missing.length > 0)
    throw new SetupError(`These files are missing from the .vsix: ${missing.join(', ')}`);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packagePath = join(folder, `${name}-${version}.vsix`);
  await createVSIX({ cwd: root, packagePath, dependencies: false, preRelease });
  const size = statSync(packagePath).size;
  if (size > sizeLimitBytes)
    throw new SetupError(`${packagePath} has ${size} bytes, more than the ${sizeLimitBytes} allowed.`);
  return { packagePath, files, size };
}

if (isMain(import.meta)) {
  await runMain(async () => {
    await ensureNodePackages();
    const { packagePath, files, size } = await packageExtension(process.argv[2]);
    for (const file of files) console.log(`${String(statSync(join(root, file)).size).padStart(9)}  ${file}`);
    console.log(`${packagePath}: ${files.length} files, ${size} bytes`);
  });
}
