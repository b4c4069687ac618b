import { normalizePath } from '../../server/disk/nativePath';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';

// Finds the environments of a project, and indexes the largest from nothing and again with nothing changed,
// without a server around it.
const folder = normalizePath(process.argv[2] ?? '');
const timed = <T>(work: () => T): { readonly value: T; readonly milliseconds: number } => {
  const start = performance.now();
  const value = work();
  return { value, milliseconds: performance.now() - start };
};

/** The graph with what is asked of every index: whether Alembic would load it, and its heads. */
const index = (
  request: Pick<Parameters<typeof buildSnapshotAtOnce>[0], 'environment' | 'previous' | 'changes'>,
): EnvironmentSnapshot => {
  const snapshot = buildSnapshotAtOnce({ ...request, fileSystem: nodeFileSystem, generation: 1 });
  if (snapshot.map.loadError === undefined && snapshot.files.length > 0 && snapshot.map.heads.length === 0)
    throw new Error('A graph without heads');
  return snapshot;
};

const discovery = timed(() => discoverAtOnce(nodeFileSystem, folder).environments);
const environments =
  discovery.value.length < 2
    ? discovery.value
    : [...discovery.value].sort(
        (a, b) => index({ environment: b }).files.length - index({ environment: a }).files.length,
      );
const [environment] = environments;
if (!environment) throw new Error(`There is no environment below ${folder}`);
const cold = timed(() => index({ environment }));
const warm = timed(() =>
  index({ environment, previous: cold.value, changes: { contents: new Set(), listing: true } }),
);
const { scriptDirectory, versionLocations } = environment.configuration;
process.stdout.write(
  JSON.stringify({
    discovery: discovery.milliseconds,
    cold: cold.milliseconds,
    warm: warm.milliseconds,
    heads: cold.value.map.heads,
    refusal: cold.value.map.loadError,
    scriptDirectory,
    versionLocations,
    files: cold.value.files.map(({ path }) => path),
  }),
);
