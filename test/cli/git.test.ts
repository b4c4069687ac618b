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
