// The licences of everything that is in our bundles, from what esbuild says went into them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { SetupError } from './setup/command.mjs';

/** What is shipped as files of its own, beside what is bundled. */
const shippedWhole = ['node_modules/@astral-sh/ruff-wasm-nodejs'];

/** The text of ThirdPartyNotices.txt for bundles with these metafiles. */
export function thirdPartyNotices(metafiles) {
  const folders = new Set(shippedWhole);
  for (const { inputs } of metafiles)
    for (const path of Object.keys(inputs)) {
      const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
      if (folder !== undefined) folders.add(folder);
    }
  const parts = [...folders].sort().map((path) => {
    const folder = join(root, path);
    const { name, version, license, homepage, repository } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const from = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
    return `${'='.repeat(80)}\n${name} ${version} (${license})\n${from}\n\n${licenceOf(name, folder, license)}\n`;
  });
  const head =
    'Alembic Workbench contains the packages below, each under its own licence.\nIts own licence is in the file LICENSE.\n\n';
  return head + parts.join('\n');
}

function licenceOf(name, folder, licence) {
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)(\.|-|$)/i.test(each));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
  const known = join(root, 'scripts', 'licences', `${name.replace('/', '+')}.txt`);
  if (existsSync(known)) return readFileSync(known, 'utf8').trim();
  throw new SetupError(
    `${name} (${licence}) is bundled and has no licence file: put its text into scripts/licences/${name.replace('/', '+')}.txt.`,
  );
}
