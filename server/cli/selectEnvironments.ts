import type { ConfigurationProblem } from '../core/config/alembicConfiguration';
import { isWithin, joinPath, parentPath, plainPath, relativePath } from '../core/files/paths';
import { buildSnapshotAtOnce } from '../core/project/buildSnapshot';
import { discoverAtOnce, discoverNamed } from '../core/project/discovery/discoverEnvironments';
import type { DiscoveredEnvironments } from '../core/project/discovery/discoverEnvironments';
import type { Environment, EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import { wordsOfObstacle } from '../core/files/fileSystem';
import type { CommandHost } from './host';
import { UsageError } from './host';
import { listingOnce } from './cachedListing';

/** Which environments a command is about. Without a config file and section, all that are found below the working directory. */
export interface EnvironmentSelection {
  readonly cwd?: string;
  readonly config?: string;
  readonly name?: string;
}

/** The environments that were asked for, each read completely. */
function readEnvironments(
  host: CommandHost,
  selection: EnvironmentSelection,
): readonly EnvironmentSnapshot[] {
  return readDiscovered(host, selection).snapshots;
}

/** The same, with what is wrong in config files that lead to no environment. */
export function readDiscovered(
  host: CommandHost,
  selection: EnvironmentSelection,
): {
  readonly snapshots: readonly EnvironmentSnapshot[];
  readonly problems: readonly ConfigurationProblem[];
  readonly workbench: DiscoveredEnvironments['workbench'];
} {
  const fileSystem = listingOnce(host.fileSystem);
  const { environments, problems, workbench } = selectDiscovered({ ...host, fileSystem }, selection);
  const snapshots = environments.map((environment) =>
    buildSnapshotAtOnce({ environment, fileSystem, generation: 1 }),
  );
  return { snapshots, problems, workbench };
}

/** The one environment that was asked for. Throws UsageError where there are several, or none. */
export function readOneEnvironment(host: CommandHost, selection: EnvironmentSelection): EnvironmentSnapshot {
  const [snapshot, ...others] = readEnvironments(host, selection);
  if (!snapshot)
    throw new UsageError(
      `No Alembic environment below ${workingDirectory(host, selection)}: name its config file with --config.`,
    );
  if (others.length === 0) return snapshot;
  const names = [snapshot, ...others].map(
    (each) => `${shownConfig(host, selection, each)} [${each.environment.configuration.section}]`,
  );
  throw new UsageError(
    `This command is about one environment, and there are several: ${names.join(', ')}. Choose with --config and --name.`,
  );
}

/** The directory that paths are relative to, and from which Alembic would be run. */
export function workingDirectory(
  host: Pick<CommandHost, 'workingDirectory'>,
  { cwd }: EnvironmentSelection,
): string {
  return plainPath(cwd === undefined ? host.workingDirectory : joinPath(host.workingDirectory, cwd));
}

/** A path as it is shown: relative to the working directory where it lies below it or beside it. */
export function shownPath(host: CommandHost, selection: EnvironmentSelection, path: string): string {
  const directory = workingDirectory(host, selection);
  if (path === directory) return '.';
  let upwards = '';
  for (let above = directory; ; above = parentPath(above)) {
    if (isWithin(path, above) && path !== above) return upwards + relativePath(path, above);
    if (upwards.length >= '../../'.length || parentPath(above) === above) return path;
    upwards += '../';
  }
}

/** The config file as it is shown; the script directory where the environment has none. */
export function shownConfig(
  host: CommandHost,
  selection: EnvironmentSelection,
  { environment }: EnvironmentSnapshot,
): string {
  const { configFile, scriptDirectory } = environment.configuration;
  return shownPath(host, selection, configFile ?? scriptDirectory);
}

/** The environments that were asked for, not read yet. Throws UsageError where what was named is not there. */
export function selectEnvironments(
  host: Pick<CommandHost, 'workingDirectory' | 'fileSystem' | 'alembicConfig'>,
  selection: EnvironmentSelection,
): readonly Environment[] {
  return selectDiscovered(host, selection).environments;
}

/** The environments that were asked for, not read yet, and what is wrong in config files that lead to none. Throws UsageError as above. */
export function selectDiscovered(
  host: Pick<CommandHost, 'workingDirectory' | 'fileSystem' | 'alembicConfig'>,
  selection: EnvironmentSelection,
): DiscoveredEnvironments {
  const directory = workingDirectory(host, selection);
  if (host.fileSystem.readDirectory(directory) === undefined)
    throw new UsageError(`There is no directory ${directory} that can be read: choose another with --cwd.`);
  const named = selection.config ?? host.alembicConfig;
  if (named === undefined && selection.name === undefined) return discoverAtOnce(host.fileSystem, directory);
  const config = named ?? 'alembic.ini';
  const advice =
    selection.config === undefined && named !== undefined
      ? 'correct the variable ALEMBIC_CONFIG, which names it, or unset it'
      : 'give another with --config';
  const path = joinPath(directory, config);
  const obstacle = host.fileSystem.obstacle?.(path);
  if (obstacle)
    throw new UsageError(
      `The config file ${config} can't be read, since it is ${wordsOfObstacle(obstacle)}: give yourself the right to, or name another with --config.`,
    );
  if (host.fileSystem.version(path) === undefined || host.fileSystem.readText(path) === undefined)
    throw new UsageError(`There is no config file ${config} in ${directory}: ${advice}.`);
  return discoverNamed(host.fileSystem, config, selection.name ?? 'alembic', directory);
}
