import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import type { GitTree } from '../../server/core/rules/engine/gitFacts';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';
import { GitReader } from '../../server/disk/git/gitReader';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';
import { environmentWith } from '../fixtures/environmentWith';
import { GitRepository } from '../fixtures/gitRepository';
import { revisionFile } from '../fixtures/revisionFile';
import { RandomNumbers } from '../oracle/randomNumbers';
import { caseCount, caseSeed } from '../fixtures/caseCount';

suite('git: facts on random histories', () => {
  test('are what git show gives', async () => {
    const seeds = Array.from({ length: caseCount(6) }, (_, index) => caseSeed() + index);
    for (const seed of seeds) {
      const repository = GitRepository.create({ 'db/versions/r0.py': revisionFile('r0') });
      try {
        growRandomly(repository, seed);
        await compare(repository, `seed ${seed}`);
      } finally {
        repository.dispose();
      }
    }
  });
});

/** Branches, merges, edits, renames and deletions, some of them committed. */
function growRandomly(repository: GitRepository, seed: number): void {
  const numbers = new RandomNumbers(seed);
  const below = (limit: number): number => numbers.below(limit);
  repository.git('branch', 'feature');
  for (let step = 0; step < 10; step++) {
    repository.git('checkout', '--quiet', below(2) === 0 ? 'main' : 'feature');
    changeRandomly(repository, below, step);
    repository.commit({ 'README.md': String(step) }, `step ${step}`);
    if (below(4) === 0) {
      repository.git('checkout', '--quiet', 'feature');
      repository.git('merge', '--quiet', '--strategy=ours', '--message', 'merge', 'main');
    }
  }
  repository.git('checkout', '--quiet', 'feature');
  changeRandomly(repository, below, 90);
  changeRandomly(repository, below, 91);
}

function changeRandomly(repository: GitRepository, below: (limit: number) => number, step: number): void {
  const names = filesOf(repository);
  const name = names[below(names.length)];
  const kind = below(4);
  if (kind === 0 || !name) {
    repository.write({ [`db/versions/r${step}_${below(100)}.py`]: revisionFile(`r${step}`, 'r0') });
  } else if (kind === 1) repository.write({ [name]: `${repository.read(name)}# ${step}\n` });
  else if (kind === 2) repository.git('mv', '--force', name, `db/versions/moved${step}.py`);
  else repository.remove(name);
}

function filesOf(repository: GitRepository): readonly string[] {
  try {
    const names = readdirSync(repository.at('db/versions')).sort();
    return names.map((name) => `db/versions/${name}`).filter((name) => isTracked(repository, name));
  } catch {
    return [];
  }
}

function isTracked(repository: GitRepository, name: string): boolean {
  return repository.git('ls-files', '--', name) !== '';
}

async function compare(repository: GitRepository, what: string): Promise<void> {
  const environment = environmentWith({ versionLocations: [repository.at('db/versions')] });
  const snapshot = buildSnapshotAtOnce({ environment, fileSystem: nodeFileSystem, generation: 1 });
  const reader = new GitReader({ log: (message) => assert.fail(`${what}: ${message}`) });
  const facts = await reader.facts({ snapshot, mainBranch: '', isOpen: () => false });
  assert.ok(facts, what);
  const main = repository.git('rev-parse', 'main').trim();
  const mergeBase = repository.git('merge-base', 'HEAD', 'main').trim();
  assert.deepEqual([facts.main.commit, facts.mergeBase.commit], [main, mergeBase], what);
  for (const tree of [facts.main, facts.mergeBase]) compareTree(repository, tree, what);
  for (const file of snapshot.files) {
    const { path } = file;
    const merged = facts.mergeBase.files.get(path);
    if (merged?.readText() !== file.readText())
      assert.ok(facts.changedFiles?.has(path), `${what}: ${path} differs`);
  }
}

function compareTree(repository: GitRepository, { commit, files }: GitTree, what: string): void {
  const names = repository.git('ls-tree', '--name-only', commit, 'db/versions/').trim();
  const listed = names === '' ? [] : names.split('\n');
  assert.deepEqual(
    [...files.keys()].sort(),
    listed.map((name) => repository.at(name)),
    what,
  );
  for (const name of listed) {
    const shown = repository.git('show', `${commit}:${name}`);
    const file = files.get(repository.at(name));
    assert.equal(file?.readText(), shown, `${what}: ${name} at ${commit}`);
    const { revision } = readRevisionFile(shown).header;
    assert.equal(
      file?.script?.id,
      revision?.value.kind === 'string' ? revision.value.value : undefined,
      what,
    );
  }
}
