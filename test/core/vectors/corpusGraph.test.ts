import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sharedFolder } from '../../fixtures/projectRoot';
import { buildRevisionMap } from '../../../server/core/revision/buildRevisionMap';
import { facts } from '../../../server/core/revision/facts';
import { findCycles } from '../../../server/core/revision/findCycles';
import { scriptOf } from './vectorRecords';

type Value = string | readonly string[] | null;

interface ProjectRecord {
  readonly repo: string;
  readonly environments: readonly EnvironmentRecord[];
}

interface EnvironmentRecord {
  readonly id: string;
  readonly revisions: readonly RevisionRecord[];
  readonly heads: readonly string[];
  readonly real_heads: readonly string[];
  readonly bases: readonly string[];
  readonly real_bases: readonly string[];
  readonly branch_points: readonly string[];
  readonly merge_points: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

interface RevisionRecord {
  readonly file: string;
  readonly message: string | null;
  readonly revision: string;
  readonly down_revision: Value;
  readonly branch_labels: Value;
  readonly depends_on: Value;
  readonly has_upgrade: boolean;
  readonly has_downgrade: boolean;
  /** Values that only running the file gives, with what it gives. */
  readonly nonliteral?: Readonly<Record<string, { readonly resolved_to: Value }>>;
}

const folder = `${sharedFolder}/corpus`;

suite('graphs of real projects', () => {
  if (!existsSync(folder)) {
    test('no corpus', function () {
      console.log(`      no ${folder}: nothing compared`);
      this.skip();
    });
    return;
  }
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
    const project = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as ProjectRecord;
    for (const environment of project.environments) {
      test(`${project.repo} ${environment.id}: ${String(environment.revisions.length)} revisions`, () => {
        check(environment);
      });
    }
  }
});

function check(environment: EnvironmentRecord): void {
  const map = buildRevisionMap(environment.revisions.map((revision) => scriptOf(fileOf(revision))));
  assert.equal(map.refusal, undefined);
  assert.deepEqual(map.warnings, []);
  assert.deepEqual(findCycles(map.graph), []);
  const found = facts(map);
  for (const key of ['heads', 'real_heads', 'bases', 'real_bases'] as const)
    assert.deepEqual(found[key], environment[key], key);
  // These two are recorded sorted.
  for (const key of ['branch_points', 'merge_points'] as const)
    assert.deepEqual([...found[key]].sort(), environment[key], key);
  assert.deepEqual(found.labels, environment.labels);
}

function fileOf(revision: RevisionRecord): Parameters<typeof scriptOf>[0] {
  const value = (name: 'down_revision' | 'branch_labels' | 'depends_on'): Value =>
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
