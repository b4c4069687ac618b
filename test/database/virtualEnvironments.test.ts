import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import {
  findOnPath,
  findProjectEnvironments,
  findVirtualEnvironments,
} from '../../client/src/infrastructure/python/virtualEnvironments';

suite('interpreters in the project and on the PATH', () => {
  let folder = '';
  setup(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'interpreters-')));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  const write = (...paths: readonly string[]): void => {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
  };
  const git = (place: string, ...words: readonly string[]): void => {
    const person = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com'];
    const { status, stderr } = spawnSync('git', [...person, ...words], {
      cwd: join(folder, place),
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  };
  const found = (from: string, top = ''): readonly string[] =>
    findVirtualEnvironments(join(folder, from), join(folder, top)).map((path) =>
      relative(folder, path).replaceAll('\\', '/'),
    );

  test('nearest first, up to the workspace folder, by the usual names', () => {
    write(
      '.venv/bin/python',
      'services/api/venv/bin/python',
      'services/env/bin/python',
      'services/venv/bin/python3',
    );
    assert.deepEqual(found('services/api'), [
      'services/api/venv/bin/python',
      'services/venv/bin/python3',
      'services/env/bin/python',
      '.venv/bin/python',
    ]);
  });

  test('the layout of Windows', () => {
    write('.venv/Scripts/python.exe');
    assert.deepEqual(found(''), ['.venv/Scripts/python.exe']);
  });

  test('nothing above the workspace folder', () => {
    write('.venv/bin/python', 'project/env.py');
    assert.deepEqual(found('project', 'project'), []);
  });

  test('a working directory outside the workspace folder: both are looked at', () => {
    write('workspace/.venv/bin/python', 'elsewhere/venv/bin/python');
    assert.deepEqual(found('elsewhere', 'workspace'), [
      'elsewhere/venv/bin/python',
      'workspace/.venv/bin/python',
    ]);
  });

  test('a folder that is called venv and holds none', () => {
    write('venv/readme.txt');
    assert.deepEqual(found(''), []);
  });

  test('in a linked worktree, those of the main worktree follow', () => {
    write('main/api/migrations/env.py', 'main/.venv/bin/python', 'main/api/venv/bin/python');
    git('main', 'init', '--quiet');
    git('main', 'add', 'api/migrations/env.py');
    git('main', 'commit', '--quiet', '--message=first');
    git('main', 'worktree', 'add', '--quiet', '--detach', '../branches/feature');
    write('branches/feature/api/.venv/bin/python');
    const inProject = (from: string, top: string): readonly string[] =>
      findProjectEnvironments(join(folder, from), join(folder, top)).map(
        ({ path, source }) => `${relative(folder, path).replaceAll('\\', '/')}: ${source}`,
      );
    assert.deepEqual(inProject('branches/feature/api', 'branches/feature'), [
      'branches/feature/api/.venv/bin/python: virtual environment',
      'main/api/venv/bin/python: virtual environment of the main worktree',
      'main/.venv/bin/python: virtual environment of the main worktree',
    ]);
    assert.deepEqual(inProject('branches/feature/api', 'branches/feature/api'), [
      'branches/feature/api/.venv/bin/python: virtual environment',
      'main/api/venv/bin/python: virtual environment of the main worktree',
    ]);
    assert.deepEqual(inProject('main', 'main'), ['main/.venv/bin/python: virtual environment']);
  });

  test('a submodule and what is left of a worktree are no worktrees', () => {
    write('.venv/bin/python', 'sub/env.py', '.git/modules/sub/HEAD');
    writeFileSync(join(folder, 'sub', '.git'), 'gitdir: ../.git/modules/sub\n');
    assert.deepEqual(findProjectEnvironments(join(folder, 'sub'), join(folder, 'sub')), []);
    writeFileSync(join(folder, 'sub', '.git'), 'gitdir: ../gone\n');
    assert.deepEqual(findProjectEnvironments(join(folder, 'sub'), join(folder, 'sub')), []);
  });

  test('PATH in its order', () => {
    write('b/python', 'a/python3', 'a/python');
    const path = ['b', 'none', '', 'a'].map((name) => (name ? join(folder, name) : '')).join(delimiter);
    assert.deepEqual(
      findOnPath(path, 'linux').map((each) => relative(folder, each).replaceAll('\\', '/')),
      ['b/python', 'a/python3', 'a/python'],
    );
  });
});
