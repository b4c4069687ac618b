import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { projectRoot } from '../fixtures/projectRoot';

/** What `releaseNotes` of scripts/release.mjs gives, or the sentence with which it refuses. */
function notesOf(tag: string, changelog: string, versions: Readonly<Record<string, string>>): string {
  const script = `
    import { releaseNotes } from './scripts/release.mjs';
    try { console.log(releaseNotes(...${JSON.stringify([tag, changelog, versions])})); }
    catch (error) { console.log(error.message); }`;
  return run(script);
}

function run(script: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout.trim();
}

suite('release', () => {
  const changelog =
    '# Changelog\n\n## [Unreleased]\n\n- more\n\n## [1.2.0] - today\n\n- two\n\n## [1.1.0]\n\n- one\n';

  test('takes the text of its version from the changelog', () => {
    assert.equal(notesOf('v1.2.0', changelog, { 'package.json': '1.2.0' }), '- two');
    assert.equal(notesOf('v1.1.0', changelog, {}), '- one');
  });

  test('refuses what does not agree', () => {
    assert.match(notesOf('1.2.0', changelog, {}), /is no tag of a release: write v1\.2\.3\.$/);
    assert.match(
      notesOf('v1.2.0', changelog, { 'package.json': '1.1.0' }),
      /^package\.json has version 1\.1\.0/,
    );
    assert.match(notesOf('v2.0.0', changelog, {}), /says nothing about 2\.0\.0/);
  });

  test('every package names one version', () => {
    const versions = run(
      "import { packageVersions } from './scripts/release.mjs'; console.log(JSON.stringify(packageVersions()));",
    );
    const named = Object.values(JSON.parse(versions) as Record<string, string>);
    assert.equal(named.length, 5);
    assert.equal(new Set(named).size, 1, versions);
  });
});
