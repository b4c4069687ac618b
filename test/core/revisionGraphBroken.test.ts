import assert from 'node:assert/strict';
import { buildRevisionMap } from '../../server/core/revision/graph/buildRevisionMap';
import { findCycles } from '../../server/core/revision/graph/findCycles';
import { listHistory } from '../../server/core/revision/plan/history';
import { planDowngrade, planUpgrade } from '../../server/core/revision/plan/plan';
import { answerQuery } from '../../server/core/revision/plan/query';
import { findRedundantParents } from '../../server/core/revision/graph/redundantParents';
import type { RevisionScript } from '../../server/core/revision/graph/revisionScript';

/** `id: parent, parent; dependency #label`, one revision a line. */
function scripts(text: string): RevisionScript[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [, id = '', parents = '', dependencies = '', labels = ''] =
        /^\s*(\S+?):([^;#]*)(?:;([^#]*))?(?:#(.*))?$/.exec(line) ?? [];
      const list = (names: string): string[] => names.split(',').flatMap((name) => name.trim() || []);
      return {
        id,
        downRevisions: list(parents),
        dependsOn: list(dependencies),
        branchLabels: list(labels),
        message: '',
        hasUpgrade: true,
        hasDowngrade: true,
        file: `versions/${id}.py`,
      };
    });
}

suite('graphs that Alembic does not load or trips over', () => {
  test('a missing parent is the load error, and the rest answers', () => {
    const map = buildRevisionMap(scripts('a:\nb: a\nc: gone'));
    assert.deepEqual(map.loadError, { type: 'KeyError', message: "'gone'", files: ['versions/c.py'] });
    assert.deepEqual(map.heads, ['b', 'c']);
    assert.deepEqual(map.bases, ['a']);
    const plan = planUpgrade(map, 'b');
    assert.deepEqual(plan.ok && plan.value.steps, ['a', 'b']);
    assert.deepEqual(answerQuery(map, { ask: 'upgrade', arg: 'b' }), {
      error: { type: 'KeyError', message: "'gone'", files: ['versions/c.py'] },
      warnings: ['Revision gone referenced from gone -> c (head),  is not present'],
      partial: {
        plan: ['a', 'b'],
        rows: [[['insert', 'a']], [['update', 'a', 'b']]],
        heads_after: ['b'],
      },
    });
  });

  test('what is wrong with the arguments comes before what is wrong with the files', () => {
    const map = buildRevisionMap(scripts('a: gone'));
    assert.equal(
      answerQuery(map, { ask: 'upgrade', arg: 'a:b' }).error?.message,
      'Range revision not allowed',
    );
  });

  test('a file that could not be loaded is the load error unless an earlier one is', () => {
    const error = { type: 'SyntaxError', message: 'invalid syntax' };
    assert.deepEqual(buildRevisionMap(scripts('a:\nb: a'), { error, after: 1 }).loadError, error);
    assert.equal(
      buildRevisionMap(scripts('a: a\nb: a'), { error, after: 1 }).loadError?.type,
      'LoopDetected',
    );
    assert.deepEqual(buildRevisionMap(scripts('a:\nb: b'), { error, after: 1 }).loadError, error);
  });

  test('a parent that cannot be read makes no base', () => {
    const [first, second] = scripts('a:\nb:');
    assert.ok(first && second);
    const map = buildRevisionMap([first, { ...second, hasUnknownDownRevision: true }]);
    assert.deepEqual(map.bases, ['a']);
  });

  test('cycles that Alembic misses are found, and so are those it finds', () => {
    const cycles = (text: string): unknown => findCycles(buildRevisionMap(scripts(text)).graph);
    assert.deepEqual(cycles('g:\na: g, b\nb: a\nh: b'), [
      { revisions: ['a', 'b'], throughDependency: false },
    ]);
    assert.deepEqual(cycles('a: a'), [{ revisions: ['a'], throughDependency: false }]);
    assert.deepEqual(cycles('a:\nb: a; b'), [{ revisions: ['b'], throughDependency: true }]);
    assert.deepEqual(cycles('a: ; d\nb: a\nc:\nd: c; b'), [
      { revisions: ['a', 'b', 'd'], throughDependency: true },
    ]);
    assert.deepEqual(cycles('a:\nb: a\nc: a\nd: b, c'), []);
    assert.equal(buildRevisionMap(scripts('g:\na: g, b\nb: a\nh: b')).loadError, undefined);
  });

  test('where Alembic never ends there is an error', () => {
    const map = buildRevisionMap(scripts('b:\na: c, b\nc: a\nd: c, a'));
    assert.equal(map.loadError, undefined);
    for (const outcome of [planUpgrade(map, 'heads'), listHistory(map)])
      assert.ok(!outcome.ok && outcome.error.type === 'Hang');
  });

  test('a chain of a hundred thousand revisions needs no stack', () => {
    const long = Array.from(
      { length: 100_000 },
      (_, index) => `r${index}:${index > 0 ? `r${index - 1}` : ''}`,
    );
    const map = buildRevisionMap(scripts(long.join('\n')));
    assert.equal(map.loadError, undefined);
    assert.deepEqual(findCycles(map.graph), []);
    const plan = planDowngrade(map, '-99999', ['r99999']);
    assert.ok(plan.ok && plan.value.steps.length === 99_999);
    assert.deepEqual(plan.value.headsAfter, ['r0']);
  });

  test('parents that another one stands on', () => {
    const found = (text: string): string[] =>
      findRedundantParents(buildRevisionMap(scripts(text))).map(
        ({ revision, redundant, through, kind, canCrash }) =>
          `${revision}: ${kind} ${redundant} through ${through}${canCrash ? ', can crash' : ''}`,
      );
    assert.deepEqual(found('a:\nb: a\nc: a\nm: b, c'), []);
    assert.deepEqual(found('a:\nb: a\nm: a, b'), ['m: parent a through b']);
    assert.deepEqual(found('a:\nb: a\nc: a\nm: a, b, c'), ['m: parent a through c, can crash']);
    assert.deepEqual(found('a:\nb: a\nc: b\nx:\nm: c, x; a'), ['m: dependency a through c, can crash']);
  });

  test('a planned script without its function fails before anything runs', () => {
    const [first, second] = scripts('a:\nb: a');
    assert.ok(first && second);
    const map = buildRevisionMap([first, { ...second, hasUpgrade: false, file: 'versions/2 b-c.py' }]);
    const plan = planUpgrade(map, 'head');
    assert.deepEqual(!plan.ok && plan.error, {
      type: 'AttributeError',
      message: "module '2_b_c_py' has no attribute 'upgrade'",
      files: ['versions/2 b-c.py'],
    });
    assert.ok(planUpgrade(map, 'a').ok);
  });
});
