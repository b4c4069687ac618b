import type { AlembicConfiguration } from '../../server/core/config/alembicConfiguration';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import { environmentWith } from '../fixtures/environmentWith';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';

/**
 * The snapshot of an environment whose files are these; revisions lie in `/versions` unless told otherwise.
 */
export function snapshotOf(
  files: readonly { readonly path: string; readonly text: string }[],
  configuration: Partial<AlembicConfiguration> = {},
): EnvironmentSnapshot {
  const fileSystem = new MemoryFileSystem();
  for (const { path, text } of files) fileSystem.write(path, text);
  return buildSnapshotAtOnce({
    environment: environmentWith({ scriptDirectory: '/', versionLocations: ['/versions'], ...configuration }),
    fileSystem,
    generation: 1,
  });
}
