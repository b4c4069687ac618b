import assert from 'node:assert/strict';
import { GitRepository } from '../fixtures/gitRepository';
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
      assert.match(run.stdout, /^migrations\/versions\/b\.py:2:12: warning \[head-collision\] .*\n$/);
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

  test('a way out is taken where it is named: the main branch’s revision comes here, and mine stands on it', () => {
    withRepository({ ...base, 'migrations/script.py.mako': '' }, (repository) => {
      repository.commit({ 'migrations/versions/c.py': other }, 'c on main');
      repository.git('checkout', '--quiet', '-b', 'feature', 'HEAD~1');
      repository.commit({ 'migrations/versions/b.py': child }, 'b on feature');
      const left = runCli(repository.path, ['fix', '--rule', 'head-collision']);
      assert.equal(left.code, 1);
      assert.match(left.stdout, /Choose with --way import-and-rebase\.\n0 fixed, 1 left\n$/);
      assert.equal(repository.git('status', '--porcelain'), '');
      assert.equal(runCli(repository.path, ['fix', '--way', 'import-and-rebase']).code, 2);
      assert.equal(runCli(repository.path, ['fix', '--rule', 'head-collision', '--way', 'any']).code, 2);
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
