import { historyOrder } from '../../../server/core/history/historyOrder';
import { planDowngrade, planUpgrade } from '../../../server/core/revision/plan/plan';
import assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../../server/core/project/discovery/discoverEnvironments';
import type { Environment, EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import { namesOf } from '../../../server/core/project/scriptValues';
import type { HeaderName } from '../../../server/core/python/revisionFile';
import { corpusProjects } from '../../fixtures/corpusProjects';
import type { CorpusEnvironment, CorpusRevision, CorpusValue } from '../../fixtures/corpusProjects';
import { syntheticProject } from '../../fixtures/syntheticProject';

const root = '/work/space';

suite('real projects, written anew from their facts', () => {
  let environments = 0;
  let revisions = 0;
  for (const project of corpusProjects() ?? [])
    test(project.name, () => {
      const fileSystem = syntheticProject(project, root);
      const found = discoverAtOnce(fileSystem, root);
      assert.deepEqual(
        found.environments.map(placesOf).sort(),
        project.environments.map(expectedPlaces).sort(),
      );
      for (const expected of project.environments) {
        const environment = found.environments.find((each) => placesOf(each) === expectedPlaces(expected));
        assert.ok(environment);
        const snapshot = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
        assert.deepEqual(
          revisionsOf(snapshot),
          new Map(expected.revisions.map((each) => [each.file, valuesOf(each)])),
        );
        assert.deepEqual(graphOf(snapshot, expected), expectedGraph(expected));
        checkOrder(snapshot, expected);
        environments++;
        revisions += expected.revisions.length;
      }
    });
  suiteTeardown(() => {
    if (environments > 0) console.log(`      ${environments} environments, ${revisions} revisions`);
  });
});

/** The order of the history, and what upgrading all and downgrading all run, where that was recorded. */
function checkOrder({ map }: EnvironmentSnapshot, { order, upgrade, downgrade }: CorpusEnvironment): void {
  if (!order) return;
  assert.deepEqual(historyOrder(map), order);
  const up = planUpgrade(map, 'heads', []);
  assert.deepEqual(up.ok && up.value.steps, upgrade);
  const down = planDowngrade(map, 'base', map.realHeads);
  assert.deepEqual(down.ok ? down.value.steps : null, downgrade);
}

function placesOf({ configuration }: Environment): string {
  const relative = (path: string | undefined): string => path?.slice(root.length + 1) ?? '-';
  return [
    relative(configuration.configFile),
    configuration.configFile?.endsWith('.toml')
      ? 'tool.alembic'
      : configuration.configFile
        ? configuration.section
        : '-',
    relative(configuration.scriptDirectory),
    ...configuration.versionLocations.map(relative),
    configuration.recursiveVersionLocations ? 'recursive' : 'flat',
  ].join(' | ');
}

function expectedPlaces({ config }: CorpusEnvironment): string {
  return [
    config.config_file ?? '-',
    config.section ?? '-',
    config.resolved_script_location,
    ...config.resolved_version_locations,
    config.recursive_version_locations ? 'recursive' : 'flat',
  ].join(' | ');
}

type Values = Readonly<Record<string, unknown>>;

function revisionsOf(snapshot: EnvironmentSnapshot): ReadonlyMap<string, Values> {
  return new Map(
    snapshot.files.map((file) => {
      const { header, message } = file.reading;
      const values = (name: HeaderName): unknown =>
        file.dynamic.includes(name) ? 'dynamic' : namesOf(header[name]?.value);
      const script = file.script;
      return [
        file.path.slice(root.length + 1),
        {
          revision: script?.id,
          down_revision: values('down_revision'),
          branch_labels: values('branch_labels'),
          depends_on: values('depends_on'),
          message,
          upgrade: script?.hasUpgrade,
          downgrade: script?.hasDowngrade,
        },
      ];
    }),
  );
}

function valuesOf(revision: CorpusRevision): Values {
  const values = (name: 'down_revision' | 'branch_labels' | 'depends_on'): unknown =>
    revision.nonliteral?.[name] === undefined ? listOf(revision[name]) : 'dynamic';
  return {
    revision: revision.revision,
    down_revision: values('down_revision'),
    branch_labels: values('branch_labels'),
    depends_on: values('depends_on'),
    message: revision.message ?? '',
    upgrade: revision.has_upgrade,
    downgrade: revision.has_downgrade,
  };
}

function listOf(value: CorpusValue): readonly string[] {
  return value === null ? [] : typeof value === 'string' ? [value] : value;
}

function graphOf({ map }: EnvironmentSnapshot, expected: CorpusEnvironment): Values {
  const revisions = [...map.revisions.values()];
  const ids = (test: (revision: (typeof revisions)[number]) => boolean): string[] =>
    revisions
      .filter(test)
      .map(({ id }) => id)
      .sort();
  const known = knownLabels(expected);
  return {
    heads: [...map.heads].sort(),
    real_heads: [...map.realHeads].sort(),
    bases: [...map.bases].sort(),
    real_bases: [...map.realBases].sort(),
    branch_points: ids(({ nextRevisions }) => nextRevisions.length > 1),
    merge_points: ids(({ downRevisions }) => downRevisions.length > 1),
    labels: Object.fromEntries([...map.labels].filter(([label]) => known.has(label)).sort()),
    refusal: map.loadError,
  };
}

function expectedGraph(expected: CorpusEnvironment): Values {
  const known = knownLabels(expected);
  return {
    heads: [...expected.heads].sort(),
    real_heads: [...expected.real_heads].sort(),
    bases: [...expected.bases].sort(),
    real_bases: [...expected.real_bases].sort(),
    branch_points: [...expected.branch_points].sort(),
    merge_points: [...expected.merge_points].sort(),
    labels: Object.fromEntries(
      Object.entries(expected.labels)
        .filter(([label]) => known.has(label))
        .sort(),
    ),
    refusal: undefined,
  };
}

/** Labels that the files themselves say; others come from constants of other modules. */
function knownLabels(expected: CorpusEnvironment): ReadonlySet<string> {
  const literal = expected.revisions.filter(
    (revision) => revision.nonliteral?.['branch_labels'] === undefined,
  );
  return new Set(literal.flatMap((revision) => listOf(revision.branch_labels)));
}
