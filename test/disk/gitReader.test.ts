import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlembicConfiguration } from '../../server/core/config/alembicConfiguration';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import type { GitFacts } from '../../server/core/rules/engine/gitFacts';
import { runRules } from '../../server/core/rules/engine/runRules';
import { GitReader } from '../../server/disk/git/gitReader';
import { runGit } from '../../server/disk/git/runGit';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';
import { environmentWith } from '../fixtures/environmentWith';
import { GitRepository } from '../fixtures/gitRepository';
import { revisionFile } from '../fixtures/revisionFile';

suite('git: which main branch', () => {
  test('origin/HEAD, then main and master of origin, then the local ones; the setting before all', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      const first = repository.git('rev-parse', 'HEAD').trim();
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ 'versions/b.py': revisionFile('b', 'a') }, 'b');
      assert.equal((await read(repository)).facts?.mainBranch, 'main');
      repository.git('branch', 'master', first);
      repository.git('branch', '--delete', '--force', 'main');
      assert.equal((await read(repository)).facts?.mainBranch, 'master');
      repository.git('update-ref', 'refs/remotes/origin/master', first);
      assert.equal((await read(repository)).facts?.mainBranch, 'origin/master');
      repository.git('update-ref', 'refs/remotes/origin/main', first);
      assert.equal((await read(repository)).facts?.mainBranch, 'origin/main');
      repository.git('update-ref', 'refs/remotes/origin/release/2', first);
      repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release/2');
      assert.equal((await read(repository)).facts?.mainBranch, 'origin/release/2');
      assert.equal((await read(repository, { mainBranch: 'master' })).facts?.mainBranch, 'master');
      assert.equal((await read(repository, { mainBranch: first.slice(0, 10) })).facts?.main.commit, first);
      for (const mainBranch of ['nowhere', '--help', 'a\nb', 'versions']) {
        const { facts, said } = await read(repository, { mainBranch });
        assert.equal(facts, undefined);
        assert.match(said.join(), /to compare with: name the main branch/);
      }
    }));

  test('where the main branch itself is checked out, it is compared with that of origin', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      const clone = repository.clone();
      try {
        clone.commit({ 'versions/b.py': revisionFile('b', 'a') }, 'not pushed');
        repository.commit({ 'versions/c.py': revisionFile('c', 'a') }, 'pushed by another');
        clone.git('fetch', '--quiet');
        for (const mainBranch of ['', 'main']) {
          const { facts, snapshot } = await read(clone, { mainBranch });
          assert.equal(facts?.mainBranch, 'origin/main');
          assert.deepEqual(codes(snapshot, facts), ['head-collision']);
        }
      } finally {
        clone.dispose();
      }
    }));
});

suite('git: files that are ignored', () => {
  test('named with the pattern, until they are added all the same', () =>
    withRepository(
      { 'versions/a.py': revisionFile('a'), '.gitignore': '# mine\n*_local.py\n!keep_local.py\n' },
      async (repository) => {
        repository.write({
          'versions/b_local.py': revisionFile('b', 'a'),
          'versions/keep_local.py': revisionFile('c', 'b'),
        });
        const { snapshot, facts } = await read(repository);
        assert.deepEqual(
          [...(facts?.ignored ?? [])],
          [[repository.at('versions/b_local.py'), { source: '.gitignore', line: 2, pattern: '*_local.py' }]],
        );
        assert.deepEqual(codes(snapshot, facts), ['revision-not-in-git']);
        repository.git('add', '--force', 'versions/b_local.py');
        assert.equal((await read(repository)).facts?.ignored, undefined);
      },
    ));

  test('by .git/info/exclude, in a location that is the working tree itself, with names as they come', () =>
    withRepository({ 'a.py': revisionFile('a') }, async (repository) => {
      const name = 'b ü\n"x.py';
      repository.write({ [name]: revisionFile('b', 'a'), '.git/info/exclude': 'b*\n' });
      const { facts } = await readIn(repository.path);
      assert.deepEqual(
        [...(facts?.ignored ?? [])].map(([path, { source }]) => [path, source]),
        [[repository.at(name), '.git/info/exclude']],
      );
    }));

  test('none where Git has the whole folder left out', () =>
    withRepository({ 'README.md': 'x', '.gitignore': 'versions/\n' }, async (repository) => {
      repository.write({ 'versions/a.py': revisionFile('a') });
      const { snapshot, facts } = await read(repository);
      assert.deepEqual(codes(snapshot, facts), []);
    }));
});

suite('git: ids that other branches have gained', () => {
  const dated = (text: string) =>
    text.replace('"""0125"""', '"""0125\n\nCreate Date: 2024-01-01 10:00:00.123456\n"""');
  const base = { 'versions/0124_a.py': revisionFile('0124') };

  test('in another file, on a local branch or one of a remote, also for a file that is not committed', () =>
    withRepository(base, async (repository) => {
      repository.git('switch', '--quiet', '-c', 'topic');
      repository.commit({ 'versions/0125_authors.py': revisionFile('0125', '0124') }, 'theirs');
      repository.git('update-ref', 'refs/remotes/fork/x', 'HEAD');
      repository.git('switch', '--quiet', '-c', 'mine', 'main');
      repository.write({ 'versions/0125_repos.py': revisionFile('0125', '0124') });
      const expected = { '0125': ['fork/x:versions/0125_authors.py', 'topic:versions/0125_authors.py'] };
      const found = await read(repository);
      assert.deepEqual({ '0125': declared(found, repository)['0125']?.toSorted() }, expected);
      assert.deepEqual(codes(found.snapshot, found.facts), ['id-collision']);
      repository.commit({}, 'mine');
      assert.deepEqual(codes(found.snapshot, (await read(repository)).facts), ['id-collision']);
    }));

  test('not in the same file, on this branch itself, on one that is merged, or under a name that it had before', () =>
    withRepository(base, async (repository) => {
      const mine = dated(revisionFile('0125', '0124'));
      repository.git('switch', '--quiet', '-c', 'mine');
      repository.commit({ 'versions/0125_repos.py': mine }, 'mine');
      repository.git('branch', 'stacked');
      repository.git('switch', '--quiet', '-c', 'merged', 'main');
      repository.commit({ 'versions/0125_old.py': revisionFile('0125', '0124') }, 'under another name');
      repository.git('switch', '--quiet', 'mine');
      repository.git('merge', '--quiet', '--no-edit', 'merged');
      repository.remove('versions/0125_old.py');
      repository.commit({}, 'merged');
      repository.git('switch', '--quiet', '-c', 'renamed', 'main');
      repository.commit({ 'versions/0125_repositories.py': mine }, 'renamed');
      repository.git('switch', '--quiet', '-c', 'amended', 'main');
      repository.commit({ 'versions/0125_before.py': revisionFile('0125', '0124') }, 'pushed');
      repository.git('update-ref', 'refs/remotes/origin/mine', 'HEAD');
      repository.git('switch', '--quiet', 'mine');
      repository.git('branch', '--quiet', '-D', 'amended');
      const found = await read(repository);
      assert.deepEqual(declared(found, repository), {});
      assert.deepEqual(codes(found.snapshot, found.facts), []);
    }));

  test('on a thousand branches in a moment', () =>
    withRepository(base, async (repository) => {
      repository.git('switch', '--quiet', '-c', 'topic');
      repository.commit({ 'versions/0125_authors.py': revisionFile('0125', '0124') }, 'theirs');
      repository.git('switch', '--quiet', '-c', 'mine', 'main');
      repository.commit({ 'versions/0125_repos.py': revisionFile('0125', '0124') }, 'mine');
      const main = repository.git('rev-parse', 'main').trim();
      const packed = Array.from({ length: 1000 }, (_, index) => `${main} refs/remotes/origin/${index}\n`);
      repository.write({
        '.git/packed-refs': `# pack-refs with: peeled fully-peeled sorted \n${packed.sort().join('')}`,
      });
      const start = performance.now();
      const found = await read(repository);
      assert.ok(performance.now() - start < 20_000);
      assert.deepEqual(codes(found.snapshot, found.facts), ['id-collision']);
    }));
});

suite('git: kinds of repositories', () => {
  test('none, one without commits, and one without anything in common say so at most once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alembic-nogit-'));
    try {
      const none = await readIn(`${folder}/versions`);
      assert.deepEqual([none.facts, none.said], [undefined, []]);
    } finally {
      rmSync(folder, { recursive: true });
    }
    await withRepository({}, async (repository) => {
      repository.write({ 'versions/a.py': revisionFile('a') });
      const unborn = await read(repository);
      assert.match(unborn.said.join(), /has no commit yet/);
      repository.commit({}, 'a');
      repository.git('checkout', '--quiet', '--orphan', 'other');
      repository.commit({}, 'alone');
      const unrelated = await read(repository);
      assert.match(unrelated.said.join(), /have no commit in common/);
      await unrelated.again();
      assert.equal(unrelated.said.length, 1);
    });
  });

  test('a pipe in place of a file of the repository is not waited for without end', function () {
    if (process.platform === 'win32') this.skip();
    return withRepository({ 'versions/a.py': revisionFile('a') }, async ({ path }) => {
      const config = join(path, '.git/config');
      rmSync(config);
      execFileSync('mkfifo', [config]);
      assert.deepEqual(await runGit(path, ['rev-parse', 'HEAD'], { longestSeconds: 2 }), {
        kind: 'failed',
        exitCode: -1,
        message: 'it gave no answer within 2 seconds',
      });
    });
  });

  test('without Git in PATH nothing is read, which is said once', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      const path = process.env['PATH'];
      try {
        process.env['PATH'] = repository.path;
        const { facts, said, again } = await read(repository);
        await again();
        assert.equal(facts, undefined);
        assert.equal(said.length, 1);
        assert.match(said[0] ?? '', /Git is not installed or not in PATH/);
      } finally {
        process.env['PATH'] = path;
      }
    }));

  test('a detached head, also in the middle of a rebase', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ 'versions/b.py': revisionFile('b', 'a') }, 'b');
      repository.git('checkout', '--quiet', 'main');
      repository.commit({ 'versions/c.py': revisionFile('c', 'a') }, 'c');
      repository.git('checkout', '--quiet', '--detach', 'feature');
      const detached = await read(repository);
      assert.deepEqual(codes(detached.snapshot, detached.facts), ['head-collision']);
      repository.git('checkout', '--quiet', 'feature');
      repository.git('rebase', '--quiet', 'main', '--exec', 'false || true');
      const rebased = await read(repository);
      assert.deepEqual(codes(rebased.snapshot, rebased.facts), ['multiple-heads', 'multiple-heads']);
      assert.equal(rebased.facts?.mergeBase.commit, rebased.facts?.main.commit);
    }));

  test('a worktree, and a submodule with a main branch of its own', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      repository.git('worktree', 'add', '--quiet', '-b', 'feature', '../tree');
      const tree = repository.beside('tree');
      tree.write({ 'versions/a.py': revisionFile('a').replace('pass', 'f()') });
      const inTree = await read(tree);
      assert.deepEqual(codes(inTree.snapshot, inTree.facts), ['edited-after-merge']);
      const above = GitRepository.create({ 'versions/z.py': revisionFile('z') });
      try {
        above.git('submodule', '--quiet', 'add', `file://${repository.path}`, 'db');
        above.commit({}, 'submodule');
        above.write({ 'db/versions/a.py': revisionFile('a').replace('pass', 'f()') });
        const inside = await readIn(above.at('db/versions'));
        assert.equal(inside.facts?.mainBranch, 'origin/main');
        assert.deepEqual(codes(inside.snapshot, inside.facts), ['edited-after-merge']);
        const outside = await read(above);
        assert.deepEqual(codes(outside.snapshot, outside.facts), []);
      } finally {
        above.dispose();
      }
    }));

  test('a shallow clone: compared where it reaches back far enough, else said', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.commit({ 'versions/b.py': revisionFile('b', 'a') }, 'b');
      repository.git('checkout', '--quiet', 'main');
      repository.commit({ 'versions/c.py': revisionFile('c', 'a') }, 'c');
      const shallow = repository.clone('--depth=1', '--no-single-branch', '--branch=feature');
      const deeper = repository.clone('--depth=2', '--no-single-branch', '--branch=feature');
      const single = repository.clone('--depth=1');
      try {
        const { facts, said } = await read(shallow);
        assert.equal(facts, undefined);
        assert.match(said.join(), /is a shallow clone that does not reach back/);
        const deep = await read(deeper);
        assert.deepEqual(codes(deep.snapshot, deep.facts), ['head-collision']);
        const own = await read(single);
        assert.equal(own.facts?.mergeBase.files.size, 2);
        assert.deepEqual(codes(own.snapshot, own.facts), []);
      } finally {
        for (const clone of [shallow, deeper, single]) clone.dispose();
      }
    }));

  test('a clone without blobs does not fetch them', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      repository.git('config', 'uploadpack.allowFilter', 'true');
      repository.commit({ 'versions/a.py': revisionFile('a').replace('pass', 'f()') }, 'edit');
      const clone = repository.clone('--filter=blob:none', '--no-checkout');
      try {
        clone.git('checkout', '--quiet', 'main');
        clone.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
        const objects = clone.git('count-objects', '-v');
        const { facts, said } = await read(clone);
        assert.equal(facts, undefined);
        assert.match(said.join(), /is a partial clone/);
        assert.equal(clone.git('count-objects', '-v'), objects);
      } finally {
        clone.dispose();
      }
    }));
});

suite('git: where revisions lie', () => {
  test('files outside of a sparse checkout are not taken for deleted', () =>
    withRepository(
      {
        'shop/versions/a.py': revisionFile('a'),
        'shop/versions/b.py': revisionFile('b', 'a'),
        'bills/versions/c.py': revisionFile('c'),
        'bills/versions/d.py': revisionFile('d', 'c'),
        'bills/versions/e.py': revisionFile('e', 'c'),
      },
      async (repository) => {
        const versionLocations = ['shop', 'bills'].map((name) => repository.at(`${name}/versions`));
        const found = async (): Promise<readonly string[]> => {
          const { facts, snapshot } = await read(repository, { versionLocations });
          assert.ok(facts);
          return runRules(snapshot, { rules: {} }, { git: facts })
            .filter(({ code }) => code === 'deleted-after-merge' || code === 'edited-after-merge')
            .map(({ message }) => message.split(' is on')[0] ?? '');
        };
        repository.git('checkout', '--quiet', '-b', 'feature');
        repository.git('sparse-checkout', 'set', 'shop');
        assert.deepEqual(await found(), []);
        repository.remove('shop/versions/b.py');
        assert.deepEqual(await found(), ["'b' (b.py)"]);
        repository.git('checkout', 'shop/versions/b.py');
        repository.git(
          'sparse-checkout',
          'set',
          '--no-cone',
          '/shop/',
          '/bills/versions/c.py',
          '/bills/versions/d.py',
        );
        assert.deepEqual(await found(), []);
        repository.remove('bills/versions/d.py');
        assert.deepEqual(await found(), ["'d' (d.py)"]);
        repository.git('sparse-checkout', 'disable');
        assert.deepEqual(await found(), ["'d' (d.py)"]);
      },
    ));

  test('several locations, nested folders, a symbolic link, and one outside of the repository', () =>
    withRepository(
      {
        'app/one/a.py': revisionFile('a'),
        'app/one/deep/b.py': revisionFile('b', 'a'),
        'app/one/__pycache__/x.py': revisionFile('x'),
        'app/one/__init__.py': '',
        'app/one/notes.txt': 'x',
        'app/two words/ü.py': revisionFile('c', 'b'),
        'elsewhere/d.py': revisionFile('d', 'c'),
      },
      async (repository) => {
        symlinkSync(repository.at('elsewhere'), repository.at('app/link'));
        const folder = mkdtempSync(join(tmpdir(), 'alembic-outside-'));
        try {
          const versionLocations = [
            ...['app/one', 'app/two words', 'app/link'].map((name) => repository.at(name)),
            folder,
          ];
          const flat = await readIn('', { versionLocations });
          assert.deepEqual(namesOf(flat.facts, repository), [
            'app/link/d.py',
            'app/one/a.py',
            'app/two words/ü.py',
          ]);
          const deep = await readIn('', { versionLocations, recursiveVersionLocations: true });
          assert.deepEqual(namesOf(deep.facts, repository), [
            'app/link/d.py',
            'app/one/a.py',
            'app/one/deep/b.py',
            'app/two words/ü.py',
          ]);
          repository.remove('app/two words');
          const gone = await readIn('', { versionLocations, recursiveVersionLocations: true });
          assert.deepEqual(codes(gone.snapshot, gone.facts), [
            'deleted-after-merge',
            'unknown-down-revision',
          ]);
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    ));

  test('the working tree itself as version location, and line endings that Git converts', () =>
    withRepository({ 'a.py': revisionFile('a') }, async (repository) => {
      repository.git('checkout', '--quiet', '-b', 'feature');
      repository.git('config', 'core.autocrlf', 'true');
      const text = revisionFile('a').replace('pass', 'op.execute("""one\ntwo""")');
      repository.git('checkout', '--quiet', 'main');
      repository.commit({ 'a.py': text }, 'two lines');
      repository.git('checkout', '--quiet', '-B', 'feature');
      repository.write({ 'a.py': text.replaceAll('\n', '\r\n') });
      const { facts, snapshot } = await readIn(repository.path);
      assert.deepEqual([...(facts?.mergeBase.files.keys() ?? [])], [repository.at('a.py')]);
      assert.deepEqual(codes(snapshot, facts), []);
    }));

  test('what an open document holds counts, though the file is as merged', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      const closed = await read(repository);
      assert.deepEqual([...(closed.facts?.changedFiles ?? [])], []);
      const open = await read(repository, { isOpen: (path) => path.endsWith('a.py') });
      assert.deepEqual([...(open.facts?.changedFiles ?? [])], [repository.at('versions/a.py')]);
    }));

  test('the same facts come again while nothing changes, and programs named in the repository are not run', () =>
    withRepository({ 'versions/a.py': revisionFile('a') }, async (repository) => {
      repository.git('config', 'core.fsmonitor', `touch ${repository.at('ran')}; false`);
      repository.git('config', 'diff.py.textconv', `touch ${repository.at('ran')}; cat`);
      repository.write({ '.gitattributes': '*.py diff=py\n', 'versions/a.py': revisionFile('a', 'gone') });
      const { facts, again } = await read(repository);
      assert.ok(facts);
      assert.equal(await again(), facts);
      assert.throws(() => repository.read('ran'), /ENOENT/);
    }));
});

function codes(snapshot: EnvironmentSnapshot, facts: GitFacts | undefined): readonly string[] {
  return runRules(snapshot, { rules: { 'placeholder-revision-id': 'off' } }, { git: facts })
    .map(({ code }) => code)
    .sort();
}

function namesOf(facts: GitFacts | undefined, repository: GitRepository): readonly string[] {
  return [...(facts?.mergeBase.files.keys() ?? [])]
    .map((path) => path.slice(repository.path.length + 1))
    .sort();
}

interface Read {
  readonly snapshot: EnvironmentSnapshot;
  readonly facts: GitFacts | undefined;
  readonly said: readonly string[];
  readonly again: () => Promise<GitFacts | undefined>;
}

interface ReadOptions extends Partial<AlembicConfiguration> {
  readonly mainBranch?: string;
  readonly isOpen?: (path: string) => boolean;
}

function read(repository: GitRepository, options: ReadOptions = {}): Promise<Read> {
  return readIn(repository.at('versions'), options);
}

/** What is declared on other branches: id to `ref:path`. */
function declared({ facts }: Read, { path }: GitRepository): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...(facts?.declaredElsewhere ?? [])].map(([id, origins]) => [
      id,
      origins.map((origin) => `${origin.ref}:${origin.path.slice(path.length + 1)}`),
    ]),
  );
}

async function readIn(
  location: string,
  { mainBranch = '', isOpen = () => false, ...configuration }: ReadOptions = {},
): Promise<Read> {
  const environment = environmentWith({ versionLocations: [location], ...configuration });
  const snapshot = buildSnapshotAtOnce({ environment, fileSystem: nodeFileSystem, generation: 1 });
  const said: string[] = [];
  const reader = new GitReader({ log: (message) => said.push(message) });
  const again = (): Promise<GitFacts | undefined> => reader.facts({ snapshot, mainBranch, isOpen });
  return { snapshot, facts: await again(), said, again };
}

async function withRepository(
  files: Readonly<Record<string, string>>,
  run: (repository: GitRepository) => Promise<void>,
): Promise<void> {
  const repository = GitRepository.create(files);
  try {
    await run(repository);
  } finally {
    repository.dispose();
  }
}
