import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { revisionText, runCli, twoHeads, withFiles } from './runCli';

const unreadable =
  "error [unreadable-header] This file can't be read, so every Alembic command fails: restore it or remove it.";
const ini = "error [config-unreadable] This config file can't be read, since it is";

/** A file of zeros that takes no room on disk. */
function writeHuge(file: string): void {
  writeFileSync(file, '');
  truncateSync(file, 2 * 1024 ** 3);
}

function makePipe(file: string): void {
  rmSync(file, { force: true });
  execFileSync('mkfifo', [file]);
}

function linkToDevice(file: string): void {
  rmSync(file, { force: true });
  symlinkSync('/dev/zero', file);
}

const oddFiles: Readonly<Record<string, (file: string) => void>> = {
  'a pipe': makePipe,
  'a link to a device': linkToDevice,
  'a huge file': writeHuge,
};

suite('alembic-ls: files that are none', () => {
  test('among the revisions each is named, none is waited for, and the others are read', () => {
    withFiles(twoHeads, (directory) => {
      const versions = join(directory, 'migrations/versions');
      makePipe(join(versions, 'pipe.py'));
      // Alembic goes by the name of what a link leads to, and passes over this one.
      linkToDevice(join(versions, 'device.py'));
      symlinkSync('nowhere', join(versions, 'dangling.py'));
      mkdirSync(join(versions, 'folder.py'));
      writeHuge(join(versions, 'huge.py'));
      const { code, stdout, stderr } = runCli(directory, ['check', '--no-git']);
      assert.equal(stderr, '');
      assert.deepEqual(
        stdout.split('\n').filter((line) => /unreadable-header|invalid-syntax/.test(line)),
        [
          `migrations/versions/dangling.py:1:1: ${unreadable}`,
          'migrations/versions/huge.py:1:1: warning [unreadable-header] This file is not read, since it is larger than 16 MB, so nothing is known of its revision: simplify it, or move what is no migration out of it.',
          `migrations/versions/pipe.py:1:1: ${unreadable}`,
        ],
      );
      assert.equal(code, 1);
      for (const words of [['heads'], ['history'], ['show', 'bbbb11112222'], ['fix', '--dry-run']])
        assert.doesNotMatch(runCli(directory, words).stderr, /^ {4}at /m);
    });
  });

  for (const [name, make] of Object.entries(oddFiles)) {
    test(`${name} in place of a config file`, () => {
      withFiles(twoHeads, (directory) => {
        make(join(directory, 'alembic.ini'));
        const { code, stdout, stderr } = runCli(directory, ['check', '--no-git']);
        assert.deepEqual([code, stderr], [1, '']);
        assert.match(stdout, new RegExp(`^alembic\\.ini:1:1: ${ini.replace(/[[\]]/g, '\\$&')}`));
        const named = runCli(directory, ['check', '--no-git', '--config', 'alembic.ini']);
        assert.equal(named.code, 2);
        assert.match(named.stderr, /The config file alembic\.ini can't be read, since it is/);
      });
    });

    test(`${name} in place of other files of a project`, () => {
      withFiles(twoHeads, (directory) => {
        for (const file of ['pyproject.toml', 'migrations/env.py', 'migrations/script.py.mako', '.gitignore'])
          make(join(directory, file));
        const { code, stdout } = runCli(directory, ['check', '--no-git']);
        assert.equal(code, 1);
        assert.ok(stdout.includes(`pyproject.toml:1:1: ${ini}`), stdout);
        const merge = runCli(directory, ['merge', 'heads', '-m', 'both']);
        assert.equal(merge.code, 1);
        assert.match(merge.stderr, /script\.py\.mako in .* can't be read, since it is/);
      });
    });
  }

  test('a file that one may not read', function () {
    if (process.getuid?.() === 0) return this.skip();
    withFiles(twoHeads, (directory) => {
      chmodSync(join(directory, 'migrations/versions/c.py'), 0);
      const { code, stdout } = runCli(directory, ['check', '--no-git']);
      assert.equal(code, 1);
      assert.ok(stdout.includes(`migrations/versions/c.py:1:1: ${unreadable}`), stdout);
    });
  });

  test('a file on which the parser fails or takes too long is said not to be checked, and those behind it are', () => {
    const files = {
      ...twoHeads,
      'migrations/versions/a.py': `${revisionText('aaaa11112222', null)}\n\ndef f():\n    x = ${'-'.repeat(100_000)}1\n`,
      'migrations/versions/c.py': revisionText('cccc11112222', 'aaaa11112222').replace('pass', 'f(a=1, b)'),
    };
    withFiles(files, (directory) => {
      const { stdout, stderr } = runCli(directory, ['check', '--no-git']);
      assert.equal(stderr, '');
      assert.match(
        stdout,
        /^migrations\/versions\/a\.py:1:1: information \[invalid-syntax\] The syntax of this file is not checked, since (?:the parser fails on it|that takes longer than 3 seconds): simplify it, or check it with Python\.$/m,
      );
      assert.match(stdout, /^migrations\/versions\/c\.py:7:12: error \[invalid-syntax\]/m);
    });
  });

  test('a message of more lines than a call takes arguments is shown whole', () => {
    const message = `first\n${'line\n'.repeat(200_000)}last`;
    const files = { ...twoHeads, 'migrations/versions/c.py': revisionText('cccc11112222', null, message) };
    withFiles(files, (directory) => {
      const { code, stdout, stderr } = runCli(directory, ['show', 'cccc11112222']);
      assert.deepEqual([code, stderr], [0, '']);
      assert.equal(stdout.split('\n').filter((line) => /^ {4}(?:line|last)$/.test(line)).length, 200_001);
    });
  });

  test('a file in the place of a version location is no matter for Git', () => {
    const files = {
      'alembic.ini': '[alembic]\nscript_location = m\n',
      'm/env.py': '',
      'm/versions': 'a file\n',
    };
    withFiles(files, (directory) => {
      assert.equal(runCli(directory, ['check']).stderr, '');
    });
  });
});
