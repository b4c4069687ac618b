// The licences of everything that is in our bundles, from what esbuild says went into them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { SetupError } from './setup/command.mjs';

/** What is shipped as files of its own, beside what is bundled. */
const shippedWhole = ['node_modules/@astral-sh/ruff-wasm-nodejs'];

/** The packages in bundles with these metafiles, by name. */
export function bundledPackages(metafiles) {
  const folders = new Set(shippedWhole);
  for (const { inputs } of metafiles)
    for (const path of Object.keys(inputs)) {
      const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
      if (folder !== undefined) folders.add(folder);
    }
  return [...folders].sort().map((path) => {
    const folder = join(root, path);
    const { name, version, license, homepage, repository } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const from = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
    return { name, version, license, from, folder };
  });
}

/** The text of ThirdPartyNotices.txt. */
export function thirdPartyNotices(packages) {
  const parts = packages.map(
    ({ name, version, license, from, folder }) =>
      `${'='.repeat(80)}\n${name} ${version} (${license})\n${from}\n\n${licenceOf(name, folder, license)}\n`,
  );
  const head =
    'Alembic Workbench contains the packages below, each under its own licence.\nIts own licence is in the file LICENSE.\n\n';
  return head + parts.join('\n');
}

/** A bill of materials in CycloneDX of what is in our packages. */
export function billOfMaterials(packages, version) {
  const components = packages.map(({ name, version: own, license }) => ({
    type: 'library',
    'bom-ref': `${name}@${own}`,
    name,
    version: own,
    licenses: [{ license: { id: license } }],
    purl: `pkg:npm/${name.replace('@', '%40')}@${own}`,
  }));
  const component = {
    type: 'application',
    'bom-ref': 'alembic-workbench',
    name: 'alembic-workbench',
    version,
  };
  return { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component }, components };
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
