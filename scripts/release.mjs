// `node scripts/release.mjs TAG [folder]`: everything that a release publishes, in one folder: the .vsix, the
// npm tarball, the wheel, a bill of materials, checksums, and the text of the release. Publishes nothing. The
// same sources give the same bytes.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageExtension } from './package.mjs';
import { packageWheel } from './packageWheel.mjs';
import { isMain, root } from './paths.mjs';
import { SetupError, run, runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';

/** The time that every file in a package has. */
const sourceDate = '1577836800';

/**
 * The text of the changelog about a version. Throws a SetupError where the tag, the packages or the changelog
 * name another one.
 */
export function releaseNotes(tag, changelog, versions) {
  const version = tag.replace(/^v/, '');
  if (!/^v\d+\.\d+\.\d+$/.test(tag)) throw new SetupError(`${tag} is no tag of a release: write v1.2.3.`);
  for (const [file, found] of Object.entries(versions))
    if (found !== version) throw new SetupError(`${file} has version ${found}, and the tag is ${tag}.`);
  const [, notes] = new RegExp(
    `\\n## \\[${version.replaceAll('.', '\\.')}\\][^\\n]*\\n([^]*?)(?=\\n## \\[|$)`,
  ).exec(changelog) ?? [undefined, undefined];
  if (notes === undefined || notes.trim() === '')
    throw new SetupError(`CHANGELOG.md says nothing about ${version}: give its section that name.`);
  return notes.trim();
}

/** The version that each package names. */
export function packageVersions() {
  const text = (path) => readFileSync(join(root, path), 'utf8');
  const [, hooks] = /^version = "(.+)"$/m.exec(text('pyproject.toml')) ?? [];
  const [, dependency] = /"alembic-language-server==(.+)"/.exec(text('pyproject.toml')) ?? [];
  return {
    'package.json': JSON.parse(text('package.json')).version,
    'server/package.json': JSON.parse(text('server/package.json')).version,
    'pyproject.toml': hooks,
    'the dependency in pyproject.toml': dependency,
    'action.yml': /default: (\d+\.\d+\.\d+)/.exec(text('action.yml'))?.[1],
  };
}

/** Even minor versions are releases, odd ones pre-releases, as VS Code has it. */
function isPreRelease(tag) {
  return Number(/^v\d+\.(\d+)\./.exec(tag)?.[1] ?? 0) % 2 === 1;
}

/** Writes everything to a folder; gives the names of the files. */
async function prepareRelease(tag, folder) {
  mkdirSync(folder, { recursive: true });
  const notes = releaseNotes(tag, readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), packageVersions());
  process.env.SOURCE_DATE_EPOCH = sourceDate;
  await packageExtension(folder, { preRelease: isPreRelease(tag) });
  await packageWheel(folder);
  await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'server') });
  cpSync(join(root, 'dist/sbom.cdx.json'), join(folder, 'sbom.cdx.json'));
  const packages = readdirSync(folder).filter((name) => /\.(vsix|whl|tgz|cdx\.json)$/.test(name));
  const sums = packages.map((name) => `${sumOf(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  writeFileSync(join(folder, 'notes.md'), `${notes}\n`);
  return readdirSync(folder);
}

function sumOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

if (isMain(import.meta)) {
  await runMain(async () => {
    const [tag = '', folder = 'out/release'] = process.argv.slice(2);
    await ensureNodePackages();
    for (const name of await prepareRelease(tag, resolve(folder))) console.log(name);
    console.log(isPreRelease(tag) ? 'a pre-release' : 'a release');
  });
}
