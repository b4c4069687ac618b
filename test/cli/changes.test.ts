import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heads, template, texts, typo, versions } from './changedProject';
import { revisionText, runCli, withFiles } from './runCli';

function git(directory: string, ...words: readonly string[]): void {
  const run = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], {
    cwd: directory,
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, `git ${words.join(' ')}: ${run.stderr}`);
}

suite('command line: fix', () => {
  test('what is certain is fixed, the rest is listed with the reason', () => {
    const files = {
      ...typo,
      [`${versions}/e.py`]: `"""e\n\nRevision ID: c8d20000\nRevises: \n"""\r\nrevision = 'c8d2714fb360'\r\ndown_revision = ("91be6c3a07f5", "3f1a9c07d2be",)  # both\r\n\r\n\r\ndef upgrade(): pass\r\ndef downgrade(): pass\r\n`,
    };
    withFiles(files, (directory) => {
      const run = runCli(directory, ['fix']);
      assert.equal(run.stderr, '');
      assert.equal(
        run.stdout,
        `${versions}/d.py: fixed [unknown-down-revision] Change to '7c40e8b95a13'\n` +
          `${versions}/e.py: fixed [docstring-mismatch] Make the docstring say what the code says\n` +
          `${versions}/e.py: fixed [redundant-parent] Remove '3f1a9c07d2be' from down_revision\n` +
          `${versions}/c.py:2:12: warning [multiple-heads] "message e05d27f1849a" (e05d27f1) is one of 2 heads, beside "e" (c8d2714f), so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.\n` +
          `    Only you can say which fix is meant: Create a merge revision of e05d27f1849a and c8d2714fb360; Re-parent onto c8d2714fb360.\n` +
          `${versions}/e.py:6:12: warning [multiple-heads] "e" (c8d2714f) is one of 2 heads, beside "message e05d27f1849a" (e05d27f1), so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.\n` +
          `    Only you can say which fix is meant: Create a merge revision of e05d27f1849a and c8d2714fb360; Re-parent onto e05d27f1849a.\n` +
          `3 fixed, 2 left\n`,
      );
      assert.equal(run.code, 1, 'warnings are left');
      assert.match(
        readFileSync(join(directory, versions, 'e.py'), 'utf8'),
        /^"""e\n\nRevision ID: c8d2714fb360\nRevises: 91be6c3a07f5\n"""\r\nrevision = 'c8d2714fb360'\r\ndown_revision = "91be6c3a07f5" {2}# both\r\n/,
      );
      assert.match(runCli(directory, ['fix']).stdout, /^0 fixed, 2 left$/m);
    });
  });

  test('--rule fixes findings of these rules alone', () => {
    withFiles(typo, (directory) => {
      const run = runCli(directory, ['fix', '--rule', 'unknown-down-revision', '--json']);
      assert.equal(run.code, 0, run.stdout);
      const { environments } = JSON.parse(run.stdout) as { environments: Record<string, unknown>[] };
      const [environment] = environments;
      assert.deepEqual(environment?.['fixed'], [
        { code: 'unknown-down-revision', file: `${versions}/d.py`, title: "Change to '7c40e8b95a13'" },
      ]);
      assert.deepEqual(environment['left'], []);
      assert.deepEqual(environment['change'], { edited: [`${versions}/d.py`], created: [], renamed: [] });
      assert.equal(environment['written'], true);
    });
    withFiles(typo, (directory) => {
      const run = runCli(directory, ['fix', '--rule', 'nonsense']);
      assert.equal(run.code, 2);
      assert.match(run.stderr, /no rule 'nonsense'/);
    });
  });

  test('--dry-run writes nothing, and git apply takes what it prints', () => {
    withFiles(typo, (directory) => {
      const before = texts(directory);
      const dry = runCli(directory, ['fix', '--dry-run']);
      assert.deepEqual(texts(directory), before);
      assert.match(dry.stderr, /would fix \[unknown-down-revision\]/);
      assert.match(dry.stdout, /^diff --git a\/migrations/);
      const patch = spawnSync('git', ['apply'], { cwd: directory, input: dry.stdout, encoding: 'utf8' });
      assert.equal(patch.status, 0, patch.stdout + patch.stderr);
      const patched = texts(directory);
      writeFileSync(join(directory, versions, 'd.py'), before[`${versions}/d.py`] ?? '');
      runCli(directory, ['fix']);
      assert.deepEqual(texts(directory), patched);
    });
  });

  test('sequential ids are near each other by nature and left alone', () => {
    const files = {
      'alembic.ini': heads['alembic.ini'] ?? '',
      'migrations/env.py': '',
      [`${versions}/a.py`]: revisionText('0001', null),
      [`${versions}/b.py`]: revisionText('0002', '0001'),
      [`${versions}/d.py`]: revisionText('0004', '0003'),
    };
    withFiles(files, (directory) => {
      const before = texts(directory);
      assert.equal(runCli(directory, ['fix']).code, 1);
      assert.deepEqual(texts(directory), before);
    });
  });
});

suite('command line: merge', () => {
  test('the competing heads, in the project’s template', () => {
    withFiles(heads, (directory) => {
      const run = runCli(directory, [
        'merge',
        '-m',
        'join both',
        '--rev-id',
        'a47be1905c3d',
        '--branch-label',
        'joined',
      ]);
      assert.equal(run.code, 0, run.stderr);
      assert.equal(
        run.stdout,
        `Create a merge revision of 7c40e8b95a13 and e05d27f1849a\ncreated   ${versions}/a47be1905c3d_join_both.py\n`,
      );
      assert.equal(
        readFileSync(join(directory, versions, 'a47be1905c3d_join_both.py'), 'utf8'),
        template
          .replace('${message}', 'join both')
          .replace('${up_revision}', 'a47be1905c3d')
          .replace('${down_revision | comma,n}', '7c40e8b95a13, e05d27f1849a')
          .replace('${repr(up_revision)}', "'a47be1905c3d'")
          .replace('${repr(down_revision)}', "('7c40e8b95a13', 'e05d27f1849a')")
          .replace('${repr(branch_labels)}', "('joined',)"),
      );
      assert.equal(runCli(directory, ['heads']).stdout, 'a47be1905c3d (joined) (head)\n');
      const again = runCli(directory, ['merge']);
      assert.equal(again.code, 1);
      assert.match(again.stderr, /nothing to merge/);
    });
  });

  test('without a message it is called after its heads', () => {
    withFiles(heads, (directory) => {
      const run = runCli(directory, ['merge', '--rev-id', 'a47be1905c3d']);
      assert.equal(run.code, 0, run.stderr);
      const file = /^created {3}(migrations\/versions\/a47be1905c3d_merge_\w+\.py)$/m.exec(run.stdout)?.[1];
      assert.ok(file, run.stdout);
      assert.match(
        readFileSync(join(directory, file), 'utf8'),
        /^"""merge .+ and .+\n\nRevision ID: a47be1905c3d\n/,
      );
    });
  });

  test('refusals leave everything as it was', () => {
    withFiles(heads, (directory) => {
      const before = texts(directory);
      for (const [words, reason] of [
        [['merge', '7c40', '3f1a'], /3f1a9c07d2be is not a head/],
        [['merge', '7c40', 'zzzz'], /Can't locate revision identified by 'zzzz'/],
        [['merge', '--rev-id', '3f1a9c07d2be'], /exists already/],
        [['merge', '--rev-id', 'a@b'], /@/],
        [['merge', '--branch-label', '7c40e8b95a13'], /choose another label/],
      ] as const) {
        const run = runCli(directory, words);
        assert.equal(run.code, 1, words.join(' '));
        assert.match(run.stderr, reason);
        assert.equal(run.stdout, '');
      }
      assert.deepEqual(texts(directory), before);
    });
  });

  test('a time zone that nobody knows dates nothing', () => {
    const ini = `${heads['alembic.ini']}timezone = Mars/Phobos\n`;
    withFiles({ ...heads, 'alembic.ini': ini }, (directory) => {
      const before = texts(directory);
      for (const words of [['merge'], ['rebase', '--onto', 'e05d', '7c40', '--new-dates']]) {
        const run = runCli(directory, words);
        assert.equal(run.code, 1, words.join(' '));
        assert.match(run.stderr, /timezone ‘Mars\/Phobos’ .* not known, .*; name one such as/);
      }
      assert.deepEqual(texts(directory), before);
      assert.equal(runCli(directory, ['rebase', '--onto', 'e05d', '7c40']).code, 0, 'no date is needed');
    });
  });

  test('a template that asks the application is refused with the fix', () => {
    // What Flask-Migrate's template for several databases does: their names are known to the running
    // application alone.
    const asking = template.replace(
      'def upgrade',
      "<%\n    from flask import current_app\n    names = list(current_app.config['SQLALCHEMY_BINDS'].keys())\n%>\ndef upgrade",
    );
    withFiles({ ...heads, 'migrations/script.py.mako': asking }, (directory) => {
      const run = runCli(directory, ['merge']);
      assert.equal(run.code, 1);
      assert.match(
        run.stderr,
        /rendered without running it: .*current_app.*; run "alembic merge" instead, or "flask db merge" with/,
      );
    });
  });
});

suite('command line: rebase and rename', () => {
  test('a named chain moves on top of another head', () => {
    withFiles(heads, (directory) => {
      const run = runCli(directory, ['rebase', '--onto', 'e05d', '7c40']);
      assert.equal(run.code, 0, run.stderr);
      assert.equal(run.stdout, `Move 7c40e8b95a13 onto e05d27f1849a\nchanged   ${versions}/b.py\n`);
      assert.equal(runCli(directory, ['heads']).stdout, '7c40e8b95a13 (head)\n');
    });
  });

  /**
   * Both branches have added 0125 in a file of its own and a child to it, and are merged; `run` is asked on
   * `main`.
   */
  function withCollision(run: (directory: string) => void): void {
    const parent = { ...heads, [`${versions}/a.py`]: revisionText('0124', null) };
    withFiles(parent, (directory) => {
      const write = (name: string, id: string, down: string) =>
        writeFileSync(join(directory, versions, name), revisionText(id, down));
      const commit = () => {
        git(directory, 'add', '.');
        git(directory, 'commit', '-qm', 'x');
      };
      for (const name of ['b.py', 'c.py']) spawnSync('rm', [join(directory, versions, name)]);
      git(directory, 'init', '-q', '-b', 'main');
      commit();
      git(directory, 'switch', '-qc', 'feature');
      write('0125_repos.py', '0125', '0124');
      commit();
      write('0130_more_repos.py', '0130', '0125');
      commit();
      git(directory, 'switch', '-q', 'main');
      write('0125_authors.py', '0125', '0124');
      commit();
      write('0126_more_authors.py', '0126', '0125');
      commit();
      git(directory, 'merge', '-q', '--no-edit', 'feature');
      run(directory);
    });
  }

  test('of two files with one id, what was built on a file follows it', () => {
    withCollision((directory) => {
      const run = runCli(directory, ['rename', `${versions}/0125_repos.py`, '0127']);
      assert.equal(run.code, 0, run.stderr + run.stdout);
      assert.equal(
        run.stdout,
        `Rename revision 0125 to 0127\nchanged   ${versions}/0125_repos.py -> ${versions}/0127_repos.py\nchanged   ${versions}/0130_more_repos.py\n`,
      );
      assert.equal(
        runCli(directory, ['history']).stdout,
        [
          '0125 -> 0126 (head), message 0126',
          '0124 -> 0125, message 0125',
          '0127 -> 0130 (head), message 0130',
          '0124 -> 0127, message 0125',
          '<base> -> 0124 (branchpoint), message 0124\n',
        ].join('\n'),
      );
    });
    withCollision((directory) => {
      const run = runCli(directory, ['rename', `${versions}/0125_authors.py`, '0127']);
      assert.equal(run.code, 0, run.stderr + run.stdout);
      assert.match(run.stdout, /0126_more_authors\.py\n$/);
      assert.doesNotMatch(run.stdout, /more_repos/);
    });
  });

  test('of two files with one id, a path names the one that moves', () => {
    withCollision((directory) => {
      const refused = runCli(directory, ['rebase', '0125', '--onto', '0126', '--renumber']);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr + refused.stdout, /0125 is the id of 2 files; name the file to move/);
      const run = runCli(directory, ['rebase', `${versions}/0125_repos.py`, '--onto', '0126', '--renumber']);
      assert.equal(run.code, 0, run.stderr + run.stdout);
      assert.equal(
        runCli(directory, ['history']).stdout,
        [
          '0131 -> 0130 (head), message 0130',
          '0126 -> 0131, message 0125',
          '0125 -> 0126, message 0126',
          '0124 -> 0125, message 0125',
          '<base> -> 0124, message 0124\n',
        ].join('\n'),
      );
    });
    withCollision((directory) => {
      const onto = `${versions}/0125_authors.py`;
      const words = ['rebase', `${versions}/0125_repos.py`, '--onto', onto];
      const refused = runCli(directory, words);
      assert.equal(refused.code, 1);
      const run = runCli(directory, [...words, '--renumber']);
      assert.equal(run.code, 0, run.stderr + run.stdout);
      assert.match(
        runCli(directory, ['history']).stdout,
        /^0125 -> 0131 \(branchpoint\), message 0125$|^0125 -> 0131, message 0125$/m,
      );
    });
  });

  test('without names, what Git calls new here; sequential ids are counted on', () => {
    const text = (id: string, parent: string | null): string => revisionText(id, parent);
    withFiles({ ...heads, [`${versions}/a.py`]: text('0001', null) }, (directory) => {
      for (const name of ['b.py', 'c.py']) spawnSync('rm', [join(directory, versions, name)]);
      git(directory, 'init', '-q', '-b', 'main');
      git(directory, 'add', '.');
      git(directory, 'commit', '-qm', 'start');
      git(directory, 'switch', '-qc', 'feature');
      writeFileSync(join(directory, versions, '0002_mine.py'), text('0002', '0001'));
      writeFileSync(join(directory, versions, '0003_mine.py'), text('0003', '0002'));
      git(directory, 'add', '.');
      git(directory, 'commit', '-qm', 'mine');
      git(directory, 'switch', '-q', 'main');
      writeFileSync(join(directory, versions, '0010_theirs.py'), text('0010', '0001'));
      git(directory, 'add', '.');
      git(directory, 'commit', '-qm', 'theirs');
      git(directory, 'switch', '-q', 'feature');
      git(directory, 'merge', '-q', '--no-edit', 'main');
      const run = runCli(directory, ['rebase', '--onto', '0010', '--renumber']);
      assert.equal(run.code, 0, run.stderr + run.stdout);
      assert.equal(
        run.stdout,
        `Move 0002 and 0003 onto 0010\nchanged   ${versions}/0002_mine.py -> ${versions}/0011_mine.py\nchanged   ${versions}/0003_mine.py -> ${versions}/0012_mine.py\n`,
      );
      assert.equal(
        runCli(directory, ['history']).stdout.split('\n').slice(0, 2).join('|'),
        '0011 -> 0012 (head), message 0003|0010 -> 0011, message 0002',
      );
    });
    withFiles(heads, (directory) => {
      const run = runCli(directory, ['rebase', '--onto', 'e05d']);
      assert.equal(run.code, 2);
      assert.match(run.stderr, /name those to move/);
      assert.equal(runCli(directory, ['rebase', '7c40']).code, 2);
      assert.equal(runCli(directory, ['rebase', '--onto', 'heads', '7c40']).code, 2);
    });
  });

  test('rename: id, children, docstring and file name', () => {
    const files = {
      ...heads,
      [`${versions}/3f1a9c07d2be_start.py`]: revisionText('3f1a9c07d2be', null),
    };
    withFiles(files, (directory) => {
      spawnSync('rm', [join(directory, versions, 'a.py')]);
      const dry = runCli(directory, ['rename', '3f1a', '5af0b3c7d214', '--dry-run']);
      assert.match(dry.stdout, /^rename to migrations\/versions\/5af0b3c7d214_start\.py$/m);
      const run = runCli(directory, ['rename', '3f1a', '5af0b3c7d214']);
      assert.equal(run.code, 0, run.stderr);
      assert.deepEqual(
        run.stdout.split('\n').sort(),
        [
          '',
          'Rename revision 3f1a9c07d2be to 5af0b3c7d214',
          `changed   ${versions}/3f1a9c07d2be_start.py -> ${versions}/5af0b3c7d214_start.py`,
          `changed   ${versions}/b.py`,
          `changed   ${versions}/c.py`,
        ].sort(),
      );
      assert.equal(runCli(directory, ['check']).stdout.includes('error'), false);
      assert.equal(runCli(directory, ['rename', '7c40', 'e05d27f1849a']).code, 1);
      assert.equal(runCli(directory, ['rename', `${versions}/b.py`]).code, 0);
    });
  });

  test('of two files with one id, the file has to be named', () => {
    const files = { ...heads, [`${versions}/b2.py`]: revisionText('7c40e8b95a13', '3f1a9c07d2be') };
    withFiles(files, (directory) => {
      const run = runCli(directory, ['rename', '7c40e8b95a13']);
      assert.equal(run.code, 1);
      assert.match(run.stderr, /name one of them: migrations\/versions\/b\.py, migrations\/versions\/b2\.py/);
      assert.equal(runCli(directory, ['rename', `${versions}/b2.py`, '60d9f2ab1c74']).code, 0);
      assert.equal(runCli(directory, ['heads']).stdout.split('\n').length, 4);
    });
  });
});
