import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heads, texts, typo, versions } from './changedProject';
import { runCli, withFiles } from './runCli';

/** Everything that leads to the revisions is there, but for the config file. */
const scripts = Object.fromEntries(Object.entries(heads).filter(([name]) => name !== 'alembic.ini'));
const list = 'version_locations = %(here)s/migrations/versions\n';

interface Report {
  readonly environments: readonly { readonly config: string; readonly fixed: readonly unknown[] }[];
  readonly configFiles?: {
    readonly fixed: readonly { readonly code: string; readonly file: string; readonly title: string }[];
    readonly left: readonly { readonly code: string; readonly reason: string }[];
    readonly change: { readonly edited: readonly string[]; readonly created: readonly string[] };
    readonly diff: string;
    readonly written: boolean;
  };
}

suite('command line: fix in config files', () => {
  test('what was plainly meant is written, then the revisions are fixed; every other byte stays', () => {
    const ini = `; café\r\n[alembic]\r\nscript_location = %(here)s/migrations\r\nfile_template = %(year)d_%%(rev)s\r\npath_separator = os  # the default\r\n${list}`;
    withFiles({ ...typo, 'alembic.ini': ini }, (directory) => {
      const run = runCli(directory, ['fix']);
      assert.equal(
        run.stdout.split('\n').slice(0, 7).join('\n'),
        'alembic.ini: fixed [config-interpolation] Double the percent sign that stands for itself\n' +
          'alembic.ini: fixed [config-unknown-separator] Put the comment on a line of its own, so that the value is ‘os’\n' +
          'alembic.ini:1:6: hint [config-encoding] Python on Windows reads this file in the code page of the machine, where ‘é’ may be another character or none; write ASCII alone.\n' +
          '    It has no fix that could be applied without asking.\n' +
          '2 fixed, 1 left\n' +
          `${versions}/d.py: fixed [unknown-down-revision] Change to '7c40e8b95a13'\n` +
          `${versions}/c.py:2:12: warning [multiple-heads] "message e05d27f1849a" (e05d27f1) is one of 2 heads, beside "message 91be6c3a07f5" (91be6c3a), so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.`,
      );
      assert.equal(
        Buffer.from(texts(directory)['alembic.ini'] ?? '', 'latin1').toString('utf8'),
        `; café\r\n[alembic]\r\nscript_location = %(here)s/migrations\r\nfile_template = %%(year)d_%%(rev)s\r\n# the default\r\npath_separator = os\r\n${list}`,
      );
      assert.doesNotMatch(runCli(directory, ['check']).stdout, /config-(?!encoding)/);
    });
  });

  test('a byte order mark is refused, told with what to do, and no fix claims to have removed it', () => {
    const said =
      /^alembic\.ini:1:1: error \[config-unreadable\] This file begins with a UTF-8 byte order mark/m;
    const marked = { ...heads, 'alembic.ini': `\ufeff${heads['alembic.ini']}` };
    withFiles(marked, (directory) => {
      const check = runCli(directory, ['check']);
      assert.equal(check.code, 1);
      assert.match(check.stdout, said);
      assert.match(check.stdout, new RegExp(`^${versions}/`, 'm'));
      const before = texts(directory);
      const fix = runCli(directory, ['fix', '--rule', 'config-unreadable']);
      assert.equal(fix.code, 1);
      assert.match(fix.stdout, said);
      assert.deepEqual(texts(directory), before);
    });
  });

  test('a config file that leads nowhere: the choice is named, and its revisions are fixed with it', () => {
    const files = {
      ...scripts,
      [`${versions}/d.py`]: typo[`${versions}/d.py`],
      'alembic.ini': '[alembic]\nscript_location = %(here)s/migration\n',
    };
    const rule = ['fix', '--rule', 'config-missing-script-directory'];
    const change = 'Change to %(here)s/migrations';
    withFiles(files, (directory) => {
      const before = texts(directory);
      const check = runCli(directory, ['check']);
      assert.equal(check.code, 1);
      assert.match(check.stdout, /^alembic\.ini:2:19: error \[config-missing-script-directory\] /);
      const asked = runCli(directory, rule);
      assert.equal(asked.code, 1);
      assert.match(
        asked.stdout,
        /Only you can say which fix is meant: Change to %\(here\)s\/migrations; Initialise Alembic in migration…\. Choose with --way "Change to %\(here\)s\/migrations"\.$/m,
      );
      const initialise = runCli(directory, [...rule, '--way', 'Initialise Alembic in migration…']);
      assert.match(
        initialise.stdout,
        /Only Alembic itself makes a script directory: run "alembic init .*migration"/,
      );
      const other = runCli(directory, [...rule, '--way', 'Change to something']);
      assert.match(other.stdout, /It has no such fix, but these: Change to %\(here\)s\/migrations; /);
      assert.deepEqual(texts(directory), before);
      const run = runCli(directory, [...rule, '--way', change, '--json']);
      assert.equal(run.code, 1, 'the parent that is not there is an error of the environment');
      const { environments, configFiles } = JSON.parse(run.stdout) as Report;
      assert.deepEqual(configFiles?.fixed, [
        { code: 'config-missing-script-directory', file: 'alembic.ini', title: change },
      ]);
      assert.deepEqual(configFiles.left, []);
      assert.deepEqual(configFiles.change, { edited: ['alembic.ini'], created: [], renamed: [] });
      assert.match(configFiles.diff, /^-script_location = %\(here\)s\/migration$/m);
      assert.equal(configFiles.written, true);
      assert.deepEqual(
        environments.map(({ config }) => config),
        ['alembic.ini'],
      );
      assert.match(runCli(directory, ['fix']).stdout, /^1 fixed, 2 left$/m);
    });
    withFiles(files, (directory) => {
      const named = runCli(directory, ['-c', 'alembic.ini', ...rule, '--way', change]);
      assert.match(named.stdout, /^alembic\.ini: fixed \[config-missing-script-directory\]/);
    });
  });

  test('--dry-run shows what would be done, revisions of the environment that is found then among it', () => {
    const files = {
      ...scripts,
      [`${versions}/d.py`]: typo[`${versions}/d.py`],
      'alembic.ini': `[alembic]\nscript_location = %(here)s/migrations\npath_separator = os # the default\n${list}`,
    };
    withFiles(files, (directory) => {
      const before = texts(directory);
      const dry = runCli(directory, ['fix', '--dry-run']);
      assert.deepEqual(texts(directory), before);
      assert.match(dry.stderr, /would fix \[config-unknown-separator\]/);
      assert.match(dry.stderr, /would fix \[unknown-down-revision\]/);
      const patch = spawnSync('git', ['apply'], { cwd: directory, input: dry.stdout, encoding: 'utf8' });
      assert.equal(patch.status, 0, patch.stdout + patch.stderr);
      const patched = texts(directory);
      assert.notDeepEqual(patched, before);
      assert.match(runCli(directory, ['fix']).stdout, /^0 fixed, 2 left$/m);
      assert.deepEqual(texts(directory), patched);
    });
  });

  test('a fix that makes a folder, and several findings one after the other', () => {
    const files = {
      ...heads,
      'alembic.ini':
        '[alembic]\nscript_location = %(here)s/migrations\npath_separator = newline\nversion_locations =\n    %(here)s/migrations/versions\n    %(here)s/migrations/more\nTime_zone = UTC\n',
    };
    withFiles(files, (directory) => {
      const rule = (id: string, way: string) => runCli(directory, ['fix', '--rule', id, '--way', way]);
      const folder = rule('config-missing-version-location', 'Create the folder migrations/more');
      assert.equal(folder.code, 1, 'the other warning about the configuration is left');
      assert.match(folder.stdout, /^1 fixed, 0 left$/m);
      assert.equal(texts(directory)['migrations/more/.gitkeep'], '');
      assert.equal(rule('config-unknown-option', 'Rename it to timezone').code, 0);
      assert.match(texts(directory)['alembic.ini'] ?? '', /^timezone = UTC$/m);
      const again = runCli(directory, ['fix', '--rule', 'config-unknown-option', '--json']);
      assert.equal((JSON.parse(again.stdout) as Report).configFiles, undefined, 'nothing is to be said');
    });
  });

  test("what can't be written leaves everything as it was and goes no further", () => {
    const ini = `[alembic]\nscript_location = %(here)s/migrations\npath_separator = os # the default\n${list}`;
    withFiles(typo, (directory) => {
      const bytes = Buffer.concat([Buffer.from('# '), Buffer.from([0xef, 0xf0]), Buffer.from(`\n${ini}`)]);
      writeFileSync(join(directory, 'alembic.ini'), bytes);
      const before = texts(directory);
      const run = runCli(directory, ['fix']);
      assert.equal(run.code, 1);
      assert.match(run.stdout, /^Nothing was changed: .*alembic\.ini has an encoding that can't be kept/m);
      assert.deepEqual(texts(directory), before);
    });
  });
});
