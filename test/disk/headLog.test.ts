import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import { isOwnWork } from '../../client/src/infrastructure/git/headLog';

suite('whether commits are a person’s own work', () => {
  let folder = '';
  const git = (...words: readonly string[]): string => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };
  const commit = (name: string): string => {
    writeFileSync(join(folder, name), name);
    git('add', '.');
    git('commit', '--quiet', '-m', name);
    return git('rev-parse', 'HEAD');
  };
  const head = (): string => git('rev-parse', 'HEAD');

  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'head-log-'));
    git('init', '--quiet', '--initial-branch=main');
  });
  teardown(() => rmSync(folder, { recursive: true }));

  test('commits are, a merge, a fast-forward, a checkout and a reset are not', () => {
    const first = commit('a');
    const second = commit('b');
    const third = commit('c');
    assert.ok(isOwnWork(folder, first, third));
    assert.ok(isOwnWork(folder, second, third));
    git('switch', '--quiet', '-c', 'side', first);
    assert.ok(!isOwnWork(folder, third, first), 'a checkout');
    const aside = commit('d');
    assert.ok(isOwnWork(folder, first, aside));
    assert.ok(!isOwnWork(folder, third, aside), 'a checkout, and then a commit');
    git('merge', '--quiet', '--no-edit', 'main');
    assert.ok(!isOwnWork(folder, aside, head()), 'a merge');
    git('switch', '--quiet', 'main');
    const before = head();
    git('merge', '--quiet', '--ff-only', 'side');
    assert.ok(!isOwnWork(folder, before, head()), 'a fast-forward');
    const merged = head();
    git('reset', '--quiet', '--hard', first);
    assert.ok(!isOwnWork(folder, merged, first), 'a reset');
  });

  test('a commit that ends a merge is not, one that is amended is', () => {
    const first = commit('a');
    git('switch', '--quiet', '-c', 'side');
    commit('b');
    git('switch', '--quiet', 'main');
    git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    git('commit', '--quiet', '-m', 'joined');
    assert.ok(!isOwnWork(folder, first, head()));
    const joined = head();
    git('commit', '--quiet', '--amend', '-m', 'joined again');
    assert.ok(isOwnWork(folder, joined, head()));
  });

  test('a worktree has its own log; without one nothing is known', () => {
    const first = commit('a');
    const beside = join(folder, 'beside');
    git('worktree', 'add', '--quiet', beside);
    git('-C', beside, 'commit', '--quiet', '--allow-empty', '-m', 'there');
    const there = git('-C', beside, 'rev-parse', 'HEAD');
    assert.ok(isOwnWork(beside, first, there));
    assert.ok(!isOwnWork(folder, first, there));
    assert.ok(!isOwnWork(tmpdir(), first, there));
    assert.ok(!isOwnWork(folder, undefined, first));
  });
});
