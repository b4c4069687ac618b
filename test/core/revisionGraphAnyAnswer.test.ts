import assert from 'node:assert/strict';
import { environmentWith } from '../fixtures/environmentWith';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';
import { randomDirectory } from '../oracle/randomDirectory';
import { RandomNumbers } from '../oracle/randomNumbers';
import { randomQuestions } from '../oracle/randomQuestions';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { findCycles } from '../../server/core/revision/graph/findCycles';
import { answerFromGraph, answerQuery } from '../../server/core/revision/plan/query';
import { findRedundantParents } from '../../server/core/revision/graph/redundantParents';

const limits = { colonInIds: false, noSets: false, otherDowngradeRows: false };

suite('random graphs, sound and broken', () => {
  test('every question has an answer, whatever is wrong with the files', () => {
    let refused = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = new RandomNumbers(seed);
      const { files } = randomDirectory(random, limits);
      const texts = Object.entries(files).map(([name, text]) => [`/project/alembic/versions/${name}`, text]);
      const { map } = buildSnapshotAtOnce({
        environment: environmentWith({}),
        fileSystem: new MemoryFileSystem(Object.fromEntries(texts) as Readonly<Record<string, string>>),
        generation: 1,
      });
      if (map.loadError) refused++;
      for (const question of [...randomQuestions(random, map, 15), { ask: 'facts' } as const]) {
        const answer = answerQuery(map, question);
        const partial = answerFromGraph(map, question);
        const says = Object.keys(partial).filter((key) => key !== 'warnings');
        assert.ok(says.length > 0, JSON.stringify(question));
        if (!map.loadError) assert.deepEqual(answer, partial);
        else assert.ok(answer.error, JSON.stringify(question));
      }
      for (const { revisions } of findCycles(map.graph)) assert.ok(revisions.length > 0);
      for (const { revision, redundant } of findRedundantParents(map)) {
        const { downRevisions = [], resolvedDependencies = [] } = map.revisions.get(revision) ?? {};
        assert.ok(
          [...downRevisions, ...resolvedDependencies].some(
            (name) => map.graph.lookUp(name) === map.graph.lookUp(redundant),
          ),
        );
      }
    }
    assert.ok(refused > 15);
  });
});
