import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../fixtures/projectRoot';
import { revisionText, runCli, twoHeads, withFiles } from './runCli';

const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
const ls = `"${process.execPath}" "${program}"`;

interface ShellRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(directory: string, script: string): ShellRun {
  const run = spawnSync('bash', ['-c', script], { cwd: directory, encoding: 'utf8' });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

function withFilesGiving<Result>(
  files: Readonly<Record<string, string>>,
  use: (directory: string) => Result,
): Result {
  const results: Result[] = [];
  withFiles(files, (directory) => {
    results.push(use(directory));
  });
  return results[0] as Result;
}

suite('command line: odd invocations', function () {
  suiteSetup(function () {
    if (spawnSync('bash', ['-c', 'true']).status === 0) return;
    console.log('    (skipped: there is no bash here)');
    this.skip();
  });

  test('a reader that has read enough', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => {
        const id = `c${String(at).padStart(11, '0')}`;
        return [`migrations/versions/${id}.py`, revisionText(id, 'aaaa11112222', 'm'.repeat(400))];
      }),
    );
    withFiles({ ...twoHeads, ...many }, (directory) => {
      for (const words of ['history', 'history --json', 'heads', 'check', 'query <<< \'{"ask":"facts"}\'']) {
        const run = shell(directory, `${ls} ${words} | head -c 5 >&2; exit \${PIPESTATUS[0]}`);
        // Findings fail a check whether or not somebody reads all of them.
        assert.ok(run.code === 0 || words === 'check', `${words}: ${String(run.code)} ${run.stderr}`);
        assert.equal(run.stderr.length, 5, words);
      }
      const both = shell(directory, `${ls} check --cwd nowhere 2>&1 | true; exit \${PIPESTATUS[0]}`);
      assert.equal(both.code, 2);
    });
  });

  test('ranges and targets that begin like an option', () => {
    withFiles(
      { ...twoHeads, 'migrations/versions/c.py': revisionText('cccc11112222', 'bbbb11112222') },
      (directory) => {
        const range = runCli(directory, ['history', '-1:', '--json']);
        assert.deepEqual([range.code, range.stderr], [0, ''], range.stdout);
        assert.equal(runCli(directory, ['history', '--json', '--', '-1:']).stdout, range.stdout);
        const target = runCli(directory, ['plan', 'upgrade', '-1:head']);
        assert.match(target.stdout, /^CommandError: Range revision not allowed/);
        assert.equal(runCli(directory, ['plan', 'downgrade', '-12', '--from', 'cccc11112222']).code, 1);
        assert.equal(runCli(directory, ['history', '-x:']).code, 2);
      },
    );
  });

  test("'current' is the database's alone", () => {
    withFiles(twoHeads, (directory) => {
      for (const words of [
        ['show', 'current'],
        ['history', 'current:'],
      ]) {
        const run = runCli(directory, words);
        assert.deepEqual([run.code, run.stdout], [2, '']);
        assert.match(run.stderr, /known to the database alone/);
      }
    });
  });

  test('a config file that leads nowhere is named where nothing else is found', () => {
    withFiles({ 'alembic.ini': '[alembic]\nscript_location = nowhere\n' }, (directory) => {
      const run = runCli(directory, ['heads']);
      assert.deepEqual([run.code, run.stdout], [1, '']);
      assert.match(run.stderr, /^alembic\.ini:2:19: error \[config-missing-script-directory\]/);
      const inJson = runCli(directory, ['heads', '--json']);
      assert.equal(inJson.code, 1);
      const answer = JSON.parse(inJson.stdout) as {
        environments: unknown[];
        configFiles: { problems: { code: string; file: string }[] };
      };
      assert.deepEqual(answer.environments, []);
      assert.deepEqual(
        answer.configFiles.problems.map(({ code, file }) => [code, file]),
        [['config-missing-script-directory', 'alembic.ini']],
      );
    });
  });

  test('a config file that leads nowhere is named beside scripts that are found without it', () => {
    const files = {
      ...twoHeads,
      'migrations/script.py.mako': '',
      'alembic.ini': '[alembic]\nscript_location = "migrations"\n',
    };
    withFiles(files, (directory) => {
      const run = runCli(directory, ['heads']);
      assert.equal(run.code, 1);
      assert.match(run.stdout, /^bbbb11112222/);
      assert.match(run.stderr, /^alembic\.ini:2:19: error \[config-missing-script-directory\]/);
    });
  });

  test('a config file that is named is taken at its word', () => {
    const problemsOf = (text: string): unknown =>
      withFilesGiving({ ...twoHeads, 'alembic.ini': text }, (directory) => {
        const run = runCli(directory, ['heads', '-c', 'alembic.ini', '--json']);
        assert.equal(run.code, 1, text);
        const { environments } = JSON.parse(run.stdout) as {
          environments: { heads: string[]; problems: { code: string }[] }[];
        };
        return environments.map(({ heads, problems }) => [heads.length, problems.map(({ code }) => code)]);
      });
    assert.deepEqual(problemsOf('[alembic]\nscript_location = {directory}\n'), [
      [0, ['config-missing-script-directory']],
    ]);
    assert.deepEqual(problemsOf('[alembic]\nscript_location = %(nope)s/x\n'), [
      [0, ['config-interpolation']],
    ]);
    assert.deepEqual(problemsOf('[alembic]\nscript_location =\n  migrations\n'), [
      [0, ['config-missing-script-directory']],
    ]);
    const spread = '[alembic]\nscript_location = migrations\nversion_locations =\n  migrations/versions\n';
    assert.deepEqual(problemsOf(spread), [[0, ['config-missing-version-location']]]);
  });

  test('the usual version location is no environment of its own where a config file names others', () => {
    const ini = '[alembic]\nscript_location = migrations\nversion_locations = migrations/more\n';
    const more = { 'migrations/more/m.py': revisionText('eeee11112222', null) };
    withFiles({ ...twoHeads, ...more, 'alembic.ini': ini }, (directory) => {
      const run = runCli(directory, ['heads']);
      assert.deepEqual([run.code, run.stdout], [0, 'eeee11112222 (head)\n']);
    });
  });

  test('colours go to terminals alone', function () {
    if (process.platform !== 'linux' || shell('.', 'command -v script').code !== 0) this.skip();
    const files = { ...twoHeads, 'migrations/versions/d.py': revisionText('dddd11112222', 'nowhere') };
    withFiles(files, (directory) => {
      const terminal = `script -qec '${ls} heads 2> errors.txt' /dev/null; cat errors.txt >&2`;
      assert.ok(!shell(directory, terminal).stderr.includes('\u001b'));
      assert.match(shell(directory, terminal).stderr, /error \[unknown-down-revision\]/);
      const both = `script -qec '${ls} heads' /dev/null`;
      assert.ok(shell(directory, both).stdout.includes('\u001b[31merror'));
    });
  });

  test('streams that are closed or full', () => {
    withFiles(twoHeads, (directory) => {
      for (const closing of ['<&-', '>&-', '2>&-', '<&- >&- 2>&-']) {
        const run = shell(directory, `${ls} heads ${closing}`);
        assert.equal(run.code, 0, closing);
        assert.equal(run.stderr, '', closing);
      }
      const query = shell(directory, `${ls} query <&-`);
      assert.deepEqual(query, { code: 0, stdout: '', stderr: '' });
      if (process.platform === 'linux') {
        const full = shell(directory, `${ls} heads > /dev/full`);
        assert.equal(full.code, 1);
        assert.match(full.stderr, /the answer can't be written: .*ENOSPC/);
      }
    });
  });

  test('a working directory that is no directory, or gone', () => {
    withFiles(twoHeads, (directory) => {
      for (const place of ['nowhere', 'alembic.ini']) {
        const run = runCli(directory, ['heads', '--cwd', place]);
        assert.equal(run.code, 2, place);
        assert.match(run.stderr, /There is no directory .* that can be read: choose another with --cwd/);
      }
      const unsaid = runCli(directory, ['heads', '--cwd']);
      assert.equal(unsaid.code, 2);
      assert.match(unsaid.stderr, /argument missing/);
      mkdirSync(join(directory, 'gone'));
      const gone = shell(directory, `cd gone && rmdir ../gone && ${ls} heads`);
      assert.deepEqual(gone, {
        code: 2,
        stdout: '',
        stderr: 'alembic-ls: the current directory does not exist any more: change to another one.\n',
      });
    });
  });

  test('what the person may not read', function () {
    withFiles(twoHeads, (directory) => {
      const asNobody = (...words: readonly string[]): ShellRun => {
        const root = process.getuid?.() === 0;
        const run = spawnSync(process.execPath, [program, ...words], {
          cwd: directory,
          encoding: 'utf8',
          ...(root ? { uid: 65_534 } : {}),
        });
        return { code: run.status, stdout: run.stdout, stderr: run.stderr };
      };
      chmodSync(directory, 0o755);
      if (process.platform === 'win32' || asNobody('--version').code !== 0) {
        console.log('      (skipped: nobody else can run what is in this folder)');
        this.skip();
      }
      writeFileSync(join(directory, 'other.ini'), '');
      chmodSync(join(directory, 'other.ini'), 0);
      const config = asNobody('heads', '-c', 'other.ini');
      assert.equal(config.code, 2);
      assert.match(config.stderr, /The config file other\.ini can't be read/);
      chmodSync(join(directory, 'migrations/versions/b.py'), 0);
      const check = asNobody('check');
      assert.equal(check.code, 1);
      assert.match(
        check.stdout,
        /^migrations\/versions\/b\.py:1:1: error \[unreadable-header\] This file can't be read/m,
      );
    });
  });
});
