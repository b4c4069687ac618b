import type { FileSystem } from '../files/fileSystem';
import { buildSnapshot } from './buildSnapshot';
import type { EnvironmentSnapshot } from './environmentSnapshot';

/**
 * An environment with the revision files of other folders, such as those of another checkout. Yields as
 * `buildSnapshot` does.
 */
export function snapshotInFolders(
  fileSystem: FileSystem,
  { environment: { key, configuration }, generation }: EnvironmentSnapshot,
  versionLocations: readonly string[],
): Generator<void, EnvironmentSnapshot> {
  const environment = { key, configuration: { ...configuration, versionLocations } };
  return buildSnapshot({ environment, fileSystem, generation });
}
