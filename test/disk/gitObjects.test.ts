import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { parseTree, readObjects } from '../../server/disk/git/gitObjects';
import { placeIn } from '../../server/disk/git/repository';
import { readVersionTrees } from '../../server/disk/git/versionTrees';
import { GitRepository } from '../fixtures/gitRepository';
import { revisionFile } from '../fixtures/revisionFile';

suite('git: names in a tree object', () => {
  test('that are no single name of a file are left out, and those beside them stay', () => {
    const entry = (name: string): Buffer =>
      Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.alloc(20, 1)]);
    const odd = [
      '',
      '.',
      '..',
      '../a.py',
      '../../../a.py',
      'a/b.py',
      'a\\b.py',
      'C:a.py',
      '.git',
      '.GIT',
      'git~1',
    ];
    const content = Buffer.concat(['a.py', ...odd, 'z.py'].map(entry));
    const entries = parseTree({ id: 'a'.repeat(40), type: 'tree', content });
    assert.deepEqual(
      entries.map(({ name }) => name),
      ['a.py', 'z.py'],
    );
  });
});

suite('git: objects of any size', () => {
  test('a huge file is passed over, and those around it are read', async () => {
    const repository = GitRepository.create();
    try {
      repository.write({ 'a.py': revisionFile('a'), 'huge.py': '', 'z.py': revisionFile('z') });
      // Of zeros, so that it takes no room.
      truncateSync(repository.at('huge.py'), 100 * 1024 * 1024);
      repository.commit({}, 'huge');
      const names = ['HEAD:a.py', 'HEAD:huge.py', 'HEAD:gone.py', 'HEAD:z.py'];
      const objects = await readObjects(repository.path, names);
      assert.ok(!('kind' in objects));
      assert.deepEqual(
        objects.map((object) => object?.content.toString()),
        [revisionFile('a'), undefined, undefined, revisionFile('z')],
      );
    } finally {
      repository.dispose();
    }
  });

  test('a tree that holds another one ten times, and that one a third', async () => {
    const repository = GitRepository.create({ 'a.py': revisionFile('a') });
    try {
      const makeTree = (input: string): string =>
        execFileSync('git', ['mktree'], { cwd: repository.path, input, encoding: 'utf8' }).trim();
      let tree = repository.git('rev-parse', 'HEAD^{tree}').trim();
      for (let level = 0; level < 12; level++)
        tree = makeTree(
          Array.from({ length: 10 }, (_, index) => `040000 tree ${tree}\td${index}\n`).join(''),
        );
      const commit = repository.git('commit-tree', '-m', 'trees', tree).trim();
      const place = placeIn({ workTree: repository.path } as Parameters<typeof placeIn>[0], repository.path);
      assert.ok(place);
      const trees = await readVersionTrees(repository.path, [{ commit, place }], true);
      assert.ok(!('kind' in trees));
      assert.ok((trees[0]?.size ?? 0) <= 20_000);
    } finally {
      repository.dispose();
    }
  });
});
