import { joinPath } from '../core/files/paths';
import { wordsOfObstacle } from '../core/files/fileSystem';
import type { FileSystem } from '../core/files/fileSystem';
import { buildSnapshotAtOnce } from '../core/project/buildSnapshot';
import type { DiscoveredEnvironments } from '../core/project/discovery/discoverEnvironments';
import { discoverAtOnce, discoverNamed } from '../core/project/discovery/discoverEnvironments';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import { listingOnce } from './cachedListing';

/** The environments that are meant: of one config file and section, or all below the folder without them. */
export interface WorkspaceChoice {
  readonly config?: string | undefined;
  readonly section?: string | undefined;
}

/** The environments of a folder, or the reason for their absence: a part of a sentence, and its subject. */
export type FoundEnvironments =
  | { readonly ok: true; readonly found: DiscoveredEnvironments }
  | { readonly ok: false; readonly about: 'folder' | 'config' | 'rights'; readonly reason: string };

/** Finds the environments of a folder without reading their revisions. */
export function findEnvironments(
  fileSystem: FileSystem,
  folder: string,
  { config: named, section }: WorkspaceChoice = {},
): FoundEnvironments {
  if (fileSystem.readDirectory(folder) === undefined)
    return { ok: false, about: 'folder', reason: `There is no directory ${folder} that can be read` };
  if (named === undefined && section === undefined)
    return { ok: true, found: discoverAtOnce(fileSystem, folder) };
  const config = named ?? 'alembic.ini';
  const path = joinPath(folder, config);
  const obstacle = fileSystem.obstacle?.(path);
  if (obstacle) {
    const reason = `The config file ${config} can't be read, since it is ${wordsOfObstacle(obstacle)}`;
    return { ok: false, about: 'rights', reason };
  }
  if (fileSystem.version(path) === undefined || fileSystem.readText(path) === undefined)
    return { ok: false, about: 'config', reason: `There is no config file ${config} in ${folder}` };
  return { ok: true, found: discoverNamed(fileSystem, config, section ?? 'alembic', folder) };
}

/** The environments of a folder, each read completely, and what is wrong in config files. */
export interface ReadWorkspace extends Omit<DiscoveredEnvironments, 'environments'> {
  readonly snapshots: readonly EnvironmentSnapshot[];
}

/** Reads the environments of a folder as they are on disk now. */
export function readWorkspace(
  disk: FileSystem,
  folder: string,
  choice: WorkspaceChoice = {},
):
  | { readonly ok: true; readonly workspace: ReadWorkspace }
  | Extract<FoundEnvironments, { readonly ok: false }> {
  const fileSystem = listingOnce(disk);
  const outcome = findEnvironments(fileSystem, folder, choice);
  if (!outcome.ok) return outcome;
  const { environments, problems, workbench } = outcome.found;
  const snapshots = environments.map((environment) =>
    buildSnapshotAtOnce({ environment, fileSystem, generation: 1 }),
  );
  return { ok: true, workspace: { snapshots, problems, workbench } };
}
