import assert from 'node:assert/strict';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GitRepository } from '../fixtures/gitRepository';
import { projectRoot } from '../fixtures/projectRoot';
import { revisionText, runCli } from './runCli';

suite('cli: check with Git', () => {
  const root = '7c1e9f04ab2d';
  const child = revisionText('b83d61e0f5a9', root);
  const other = revisionText('c94f7a20d6e8', root);
  const base = {
    'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
    'migrations/env.py': '',
    'migrations/versions/a.py': revisionText(root, null),
  };

  test('a collision with the main branch fails the check, unless Git is left out', () => {
    withRepository(base, (repository) => {
      repository.commit({ 'migrations/versions/c.py': other }, 'c on main');
      repository.git('checkout', '--quiet', '-b', 'feature', 'HEAD~1');
      repository.commit({ 'migrations/versions/b.py': child }, 'b on feature');
      const run = runCli(repository.path, ['check']);
      assert.equal(run.code, 1);
      assert.match(
        run.stdout,
        /^migrations\/versions\/b\.py:2:12: warning \[head-collision\] .*\n1 warning in 2 revisions, 1 of them new\n$/,
      );
      assert.deepEqual(runCli(repository.path, ['check', '--no-git']), {
        code: 0,
        stdout: '2 revision files, nothing to report\n',
        stderr: '',
      });
      assert.equal(runCli(repository.path, ['check', '--main-branch', 'feature']).code, 0);
      const elsewhere = runCli(repository.at('migrations'), ['check', '--cwd', '..']);
      assert.equal(elsewhere.stdout, run.stdout);
    });
  });

  test('a commit of models without their new revision, or the reverse, is stopped by its hook alone', () => {
    const users = child
      .replace('    pass', "    op.create_table('users')")
      .replace('    pass', "    op.drop_table('users')");
    const model = 'class User(Base):\n    __tablename__ = "users"\n';
    withRepository(base, (repository) => {
      const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
      const hook = `#!/bin/sh\nexec "${process.execPath}" "${program}" check --fail-on warning\n`;
      repository.write({ '.git/hooks/pre-commit': hook, 'app/models.py': model });
      chmodSync(repository.at('.git/hooks/pre-commit'), 0o755);
      repository.write({ 'migrations/versions/b.py': users });
      repository.git('add', 'app/models.py');
      assert.throws(
        () => repository.git('commit', '--quiet', '-m', 'models'),
        /app\/models\.py is staged, and the new revision migrations\/versions\/b\.py with the same table users is not: stage both/,
      );
      repository.git('reset', '--quiet');
      repository.git('add', 'migrations/versions/b.py');
      assert.throws(
        () => repository.git('commit', '--quiet', '-m', 'revision'),
        /migrations\/versions\/b\.py is staged, and the model app\/models\.py with the same table users is not/,
      );
      // Nowhere else.
      assert.equal(runCli(repository.path, ['check'], '', { GIT_INDEX_FILE: '', PRE_COMMIT: '' }).code, 0);
      assert.equal(runCli(repository.path, ['check'], '', { PRE_COMMIT: '1' }).code, 1);
      repository.git('add', 'app/models.py');
      repository.git('commit', '--quiet', '-m', 'both');
      // Another table's model may stay behind, and what is committed with `-a` is not left.
      repository.write({
        'app/other.py': model.replace('users', 'others'),
        'app/models.py': `${model}# more\n`,
      });
      repository.git('commit', '--quiet', '-a', '-m', 'more');
    });
  });

  test('the branch that CI names is compared, and where it is not there the line says so', () => {
    const drops = (text: string): string =>
      text.replace('    pass', ['a', 'b', 'c'].map((name) => `    op.drop_table('${name}')`).join('\n'));
    const inCi = { GITHUB_BASE_REF: 'main' };
    withRepository(base, (repository) => {
      repository.commit({ 'migrations/versions/b.py': child }, 'b on main');
      const whole = repository.clone();
      const shallow = repository.clone('--depth=1', '--no-single-branch');
      try {
        for (const clone of [whole, shallow]) {
          clone.git('checkout', '--quiet', '-b', 'feature');
          clone.commit(
            { 'migrations/versions/c.py': drops(revisionText('c94f7a20d6e8', 'b83d61e0f5a9')) },
            'c',
          );
        }
        const judged = runCli(whole.path, ['check'], '', inCi);
        assert.match(judged.stdout, /\[mass-drop\][^]*\n2 warnings in 3 revisions, 1 of them new\n$/);
        whole.git('update-ref', '-d', 'refs/remotes/origin/main');
        whole.git('symbolic-ref', '--delete', 'refs/remotes/origin/HEAD');
        whole.git('branch', '--quiet', '-D', 'main');
        const blind = runCli(whole.path, ['check'], '', inCi);
        assert.equal(blind.code, 0, blind.stdout);
        assert.match(
          blind.stdout,
          /^3 revision files, nothing to report; what is new here was not judged, for nothing could be compared with origin\/main: check out the whole history \(fetch-depth: 0\)\n$/,
        );
        assert.equal(runCli(whole.path, ['check', '--base', 'origin/main'], '', inCi).code, 2);
        assert.match(runCli(whole.path, ['check', '--all'], '', inCi).stdout, /\[mass-drop\]/);
        assert.match(runCli(whole.path, ['check', '--since', 'b83d'], '', inCi).stdout, /\[mass-drop\]/);
        assert.equal(runCli(whole.path, ['check', '--no-git'], '', inCi).code, 1);
        // The last commit of the branch is enough.
        assert.match(runCli(shallow.path, ['check'], '', inCi).stdout, /\[mass-drop\]/);
      } finally {
        whole.dispose();
        shallow.dispose();
      }
    });
  });

  test('review says what the branch brings, as Markdown in which nothing of the project acts', () => {
    withRepository(base, (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      const text = revisionText('b83d61e0f5a9', root, 'add `x` [a](http://b) @all #1 <img>')
        .replace(
          'def upgrade():\n    pass',
          "def upgrade():\n    op.create_table('shelves', sa.Column('id', sa.Integer()))",
        )
        .replace('    pass', "    op.drop_table('shelves')");
      repository.commit({ 'migrations/versions/b.py': text }, 'b');
      const { code, stdout } = runCli(repository.path, ['review']);
      assert.equal(code, 0, stdout);
      assert.match(
        stdout,
        /^### Migrations of `alembic\.ini`, compared with `main`\n\nHeads: `b83d61e0f5a9`\n/,
      );
      assert.match(stdout, /^- `b83d61e0f5a9` ``add `x` \[a\]\(http:\/\/b\) @all #1 <img>`` in `migrations/m);
      assert.match(stdout, /^- `\+ table shelves`$/m);
      const { environments } = JSON.parse(runCli(repository.path, ['review', '--json']).stdout) as {
        readonly environments: readonly {
          readonly base: string;
          readonly revisions: readonly { readonly id: string }[];
          readonly schemaDiff: readonly { readonly kind: string; readonly table: string }[];
        }[];
      };
      const [review] = environments;
      assert.equal(review?.base, 'main');
      assert.deepEqual(
        review.revisions.map(({ id }) => id),
        ['b83d61e0f5a9'],
      );
      assert.deepEqual(
        review.schemaDiff.map(({ kind, table }) => [kind, table]),
        [['added', 'shelves']],
      );
    });
  });

  test('all revisions are judged where that is asked, and since is heard by the rules', () => {
    const drops = revisionText(root, null).replace(
      '    pass',
      "    op.drop_table('a')\n    op.drop_table('b')\n    op.drop_table('c')",
    );
    withRepository({ ...base, 'migrations/versions/a.py': drops }, (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ 'migrations/versions/b.py': child }, 'b');
      assert.equal(runCli(repository.path, ['check']).code, 0);
      const all = runCli(repository.path, ['check', '--all']);
      assert.match(all.stdout, /a\.py:.*\[mass-drop\]/);
      assert.equal(runCli(repository.path, ['check', '--no-git', '--since', 'b83d61e0f5a9']).code, 0);
    });
  });

  test('a fix is taken where it is named: the main branch’s revision comes here, and mine builds on it', () => {
    withRepository({ ...base, 'migrations/script.py.mako': '' }, (repository) => {
      repository.commit({ 'migrations/versions/c.py': other }, 'c on main');
      repository.git('checkout', '--quiet', '-b', 'feature', 'HEAD~1');
      repository.commit({ 'migrations/versions/b.py': child }, 'b on feature');
      const left = runCli(repository.path, ['fix', '--rule', 'head-collision']);
      assert.equal(left.code, 1);
      assert.match(left.stdout, /Choose with --way import-and-rebase\.\n0 fixed, 1 left\n$/);
      assert.equal(repository.git('status', '--porcelain'), '');
      assert.equal(runCli(repository.path, ['fix', '--way', 'import-and-rebase']).code, 2);
      const wrong = runCli(repository.path, ['fix', '--rule', 'head-collision', '--way', 'any']);
      assert.deepEqual(wrong, {
        code: 2,
        stdout: '',
        stderr: "alembic-ls: No finding of head-collision has a fix 'any': use import-and-rebase.\n",
      });
      const nothing = runCli(repository.path, ['fix', '--rule', 'self-reference', '--way', 'nope']);
      assert.equal(
        nothing.stderr,
        "alembic-ls: There is no fix 'nope', and self-reference finds nothing here that has one.\n",
      );
      const words = ['fix', '--rule', 'head-collision', '--way', 'import-and-rebase'];
      const shown = runCli(repository.path, [...words, '--dry-run']);
      assert.match(shown.stdout, /^-down_revision = '7c1e9f04ab2d'\n\+down_revision = 'c94f7a20d6e8'$/m);
      assert.equal(repository.git('status', '--porcelain'), '');
      const run = runCli(repository.path, words);
      assert.equal(run.code, 0, run.stdout);
      assert.equal(repository.read('migrations/versions/c.py'), other);
      assert.equal(runCli(repository.path, ['heads']).stdout, 'b83d61e0f5a9 (head)\n');
      assert.equal(runCli(repository.path, ['check']).code, 0);
    });
  });

  test('a missing parent comes from the branch that has it, with what it builds on, to the byte', () => {
    withRepository(base, (repository) => {
      repository.git('checkout', '--quiet', '-b', 'theirs');
      const middle = `# -*- coding: utf-8 -*-\r\n# caf\u00e9\r\n${revisionText('b83d61e0f5a9', root).replaceAll('\n', '\r\n')}`;
      const top = revisionText('c94f7a20d6e8', 'b83d61e0f5a9');
      repository.commit({ 'migrations/versions/b.py': middle, 'migrations/versions/c.py': top }, 'theirs');
      repository.git('checkout', '--quiet', 'main');
      repository.commit({ 'migrations/versions/d.py': revisionText('d05e8b31c7f2', 'c94f7a20d6e8') }, 'mine');
      const rule = ['fix', '--rule', 'unknown-down-revision'];
      const way = [...rule, '--way', 'import-revision'];
      // Which branch has it is asked only where a fix of Git's is wanted.
      assert.match(runCli(repository.path, rule).stdout, /0 fixed, 1 left\n$/);
      const dry = runCli(repository.path, [...way, '--dry-run']);
      assert.match(
        dry.stderr,
        /d\.py: would fix \[unknown-down-revision\] Import 'c94f7a20d6e8' from theirs, with one revision that it builds on\n/,
      );
      assert.match(dry.stdout, /^\+\+\+ b\/migrations\/versions\/b\.py/m);
      assert.equal(repository.git('status', '--porcelain'), '');
      const run = runCli(repository.path, way);
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.equal(repository.read('migrations/versions/b.py'), middle);
      assert.equal(repository.read('migrations/versions/c.py'), top);
      assert.equal(runCli(repository.path, ['heads']).stdout, 'd05e8b31c7f2 (head)\n');
      assert.equal(runCli(repository.path, ['check', '--no-git']).code, 0);
    });
  });

  test('a missing parent that was deleted here is restored; a file in its place is never overwritten', () => {
    const deleted = { ...base, 'migrations/versions/b.py': child };
    const way = ['fix', '--rule', 'unknown-down-revision', '--way', 'import-revision'];
    const onTop = { 'migrations/versions/d.py': revisionText('d05e8b31c7f2', 'b83d61e0f5a9') };
    withRepository(deleted, (repository) => {
      repository.commit(onTop, 'more');
      rmSync(repository.at('migrations/versions/b.py'));
      repository.write({ 'migrations/versions/b.py': '# a note\n' });
      const refused = runCli(repository.path, way);
      assert.equal(refused.code, 1);
      assert.match(refused.stdout, /b\.py exists already with other content; rename it first\./);
      assert.equal(repository.read('migrations/versions/b.py'), '# a note\n');
      rmSync(repository.at('migrations/versions/b.py'));
      const run = runCli(repository.path, way);
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.match(run.stdout, /fixed \[unknown-down-revision\] Restore b\.py from the last commit/);
      assert.equal(repository.git('status', '--porcelain'), '');
    });
  });

  test('a missing parent that no branch has any more is found in what Git remembers', () => {
    withRepository({ ...base, 'migrations/versions/b.py': child }, (repository) => {
      repository.remove('migrations/versions/b.py');
      repository.commit({}, 'gone');
      repository.commit({ 'migrations/versions/d.py': revisionText('d05e8b31c7f2', 'b83d61e0f5a9') }, 'mine');
      const rule = ['fix', '--rule', 'unknown-down-revision'];
      assert.match(runCli(repository.path, rule).stdout, / Choose with --way find-revision\.\n/);
      const run = runCli(repository.path, [...rule, '--way', 'find-revision']);
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.equal(repository.read('migrations/versions/b.py'), child);
      repository.write({ 'migrations/versions/e.py': revisionText('e16f9c42d8a3', 'f27a0d53e9b4') });
      const nowhere = runCli(repository.path, [...rule, '--way', 'find-revision']);
      assert.match(
        nowhere.stdout,
        /No branch that is known here has ever had 'f27a0d53e9b4': fetch the branch/,
      );
    });
  });

  test('an edited revision is told from a folder of a larger repository', () => {
    const nested = Object.fromEntries(
      Object.entries(base).map(([name, text]) => [`services/shop/${name}`, text]),
    );
    withRepository({ ...nested, 'README.md': 'x' }, (repository) => {
      const name = 'services/shop/migrations/versions/a.py';
      repository.write({ [name]: revisionText(root, null).replace('pass', 'f()') });
      const run = runCli(repository.at('services/shop'), ['check', '--format', 'json']);
      const { environments } = JSON.parse(run.stdout) as {
        environments: { findings: { code: string; file: string }[] }[];
      };
      const [found] = environments;
      assert.deepEqual(
        found?.findings.map(({ code }) => code),
        ['edited-after-merge'],
      );
    });
  });

  test('a branch that is not there is wrong use; a repository without a main branch is said once', () => {
    withRepository(
      { ...base, 'other/alembic.ini': '[alembic]\nscript_location = %(here)s/../migrations\n' },
      (repository) => {
        const wrong = runCli(repository.path, ['check', '--main-branch', 'nowhere']);
        assert.equal(wrong.code, 2);
        assert.match(wrong.stderr, /nowhere/);
        repository.git('branch', '--move', 'trunk');
        const run = runCli(repository.path, ['check']);
        assert.equal(run.code, 0);
        assert.equal(run.stderr.split('\n').length, 2, run.stderr);
        assert.match(run.stderr, /has no origin\/HEAD, main or master to compare with: name the main branch/);
      },
    );
  });
});

function withRepository(
  files: Readonly<Record<string, string>>,
  use: (repository: GitRepository) => void,
): void {
  const repository = GitRepository.create(files);
  try {
    use(repository);
  } finally {
    repository.dispose();
  }
}
