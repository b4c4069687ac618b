import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { revisionText, twoHeads } from '../cli/runCli';
import { GitRepository } from '../fixtures/gitRepository';
import { projectRoot } from '../fixtures/projectRoot';
import { given, run, withoutIndex } from './pythonEnvironment';

suite('the hooks of pre-commit', () => {
  // Not tried on Windows.
  if (process.platform === 'win32') return;
  let folder = '';
  let hooks: GitRepository;
  let project: GitRepository;

  suiteSetup(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-hooks-')));
    // What a clone of the repository has that pre-commit reads.
    hooks = GitRepository.create();
    for (const name of ['.pre-commit-hooks.yaml', 'pyproject.toml'])
      cpSync(join(projectRoot, name), hooks.at(name));
    hooks.commit({ 'README.md': '' }, 'hooks');
    const oneHead = Object.entries(twoHeads).filter(([name]) => name !== 'migrations/versions/c.py');
    project = GitRepository.create({
      ...Object.fromEntries(oneHead),
      '.pre-commit-config.yaml': [
        'repos:',
        `  - repo: ${hooks.path}`,
        `    rev: ${hooks.git('rev-parse', 'HEAD').trim()}`,
        '    hooks:',
        '      - id: alembic-check',
        '      - id: alembic-fix',
        '',
      ].join('\n'),
    });
  });

  suiteTeardown(() => {
    rmSync(folder, { recursive: true, force: true });
    hooks.dispose();
    project.dispose();
  });

  const preCommit = (
    ...words: readonly string[]
  ): { readonly code: number | null; readonly stdout: string } => {
    const env = { ...withoutIndex(), PRE_COMMIT_HOME: join(folder, 'home'), PRE_COMMIT_COLOR: 'never' };
    return run(given('ALEMBIC_WORKBENCH_TEST_PYTHON'), ['-m', 'pre_commit', ...words], project.path, env);
  };

  test('are what the package of the same version does', () => {
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    const pyproject = readFileSync(join(projectRoot, 'pyproject.toml'), 'utf8');
    assert.match(pyproject, new RegExp(`^version = "${version}"$`, 'm'));
    assert.match(pyproject, new RegExp(`"alembic-language-server==${version}"`));
  });

  test('pass, find a second head, and see a parent that a commit deletes', () => {
    const fine = preCommit('run', 'alembic-check');
    assert.equal(fine.code, 0, fine.stdout);
    project.write({ 'migrations/versions/c.py': revisionText('cccc11112222', 'aaaa11112222') });
    project.git('add', '--all');
    const second = preCommit('run', 'alembic-check');
    assert.equal(second.code, 1);
    assert.match(second.stdout, /warning \[multiple-heads\]/);
    project.git('rm', '--quiet', '--force', 'migrations/versions/a.py', 'migrations/versions/c.py');
    const deleted = preCommit('run', 'alembic-check');
    assert.match(deleted.stdout, /b\.py:\d+:\d+: error \[unknown-down-revision\]/);
    project.git('reset', '--quiet', '--hard');
  });

  test('fix what is safe, and stop the commit so that it is looked at', () => {
    const child = revisionText('59e0b7d3a1c8', '8b21ce5f0a97');
    project.write({
      'migrations/versions/a.py': revisionText('8b21ce5f0a97', null),
      'migrations/versions/b.py': revisionText('59e0b7d3a1c8', '8b21ce5f0a9'),
    });
    project.git('add', '--all');
    const { code, stdout } = preCommit('run', 'alembic-fix');
    assert.equal(code, 1, stdout);
    assert.match(stdout, /files were modified by this hook/);
    assert.equal(project.read('migrations/versions/b.py'), child);
  });
});
