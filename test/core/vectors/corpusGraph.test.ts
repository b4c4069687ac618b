import assert from 'node:assert/strict';
import type { CorpusEnvironment, CorpusRevision, CorpusValue } from '../../fixtures/corpusProjects';
import { corpusProjects } from '../../fixtures/corpusProjects';
import { buildRevisionMap } from '../../../server/core/revision/graph/buildRevisionMap';
import { summarizeGraph } from '../../../server/core/revision/graph/graphSummary';
import { findCycles } from '../../../server/core/revision/graph/findCycles';
import { scriptOf } from './vectorRecords';

suite('graphs of real projects', () => {
  const projects = corpusProjects();
  if (!projects) {
    test('no corpus', function () {
      this.skip();
    });
    return;
  }
  for (const project of projects) {
    for (const environment of project.environments) {
      test(`${project.repo} ${environment.id}: ${String(environment.revisions.length)} revisions`, () => {
        check(environment);
      });
    }
  }
});

function check(environment: CorpusEnvironment): void {
  const map = buildRevisionMap(environment.revisions.map((revision) => scriptOf(fileOf(revision))));
  assert.equal(map.loadError, undefined);
  assert.deepEqual(map.warnings, []);
  assert.deepEqual(findCycles(map.graph), []);
  const found = summarizeGraph(map);
  for (const key of ['heads', 'real_heads', 'bases', 'real_bases'] as const)
    assert.deepEqual(found[key], environment[key], key);
  // These two are recorded sorted.
  for (const key of ['branch_points', 'merge_points'] as const)
    assert.deepEqual([...found[key]].sort(), environment[key], key);
  assert.deepEqual(found.labels, environment.labels);
}

function fileOf(revision: CorpusRevision): Parameters<typeof scriptOf>[0] {
  const value = (name: 'down_revision' | 'branch_labels' | 'depends_on'): CorpusValue =>
    revision.nonliteral?.[name] ? revision.nonliteral[name].resolved_to : revision[name];
  return {
    name: revision.file,
    revision: revision.revision,
    down_revision: value('down_revision'),
    branch_labels: value('branch_labels'),
    depends_on: value('depends_on'),
    message: revision.message ?? '',
    upgrade: revision.has_upgrade,
    downgrade: revision.has_downgrade,
  };
}
