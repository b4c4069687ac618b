import { isWithin, joinPath, parentPath, plainPath, relativePath } from '../core/files/paths';
import type { DiscoveredEnvironments } from '../core/project/discovery/discoverEnvironments';
import type { Environment, EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { FoundEnvironments, ReadWorkspace, WorkspaceChoice } from '../disk/readWorkspace';
import { findEnvironments, readWorkspace } from '../disk/readWorkspace';
import type { CommandHost } from './host';
import { UsageError } from './host';

/**
 * The environments that a command reads: all below the working directory unless a config file or section is
 * named.
 */
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

/** The same, with what is wrong in config files and the workbench configurations. */
export function readDiscovered(host: SelectingHost, selection: EnvironmentSelection): ReadWorkspace {
  const folder = workingDirectory(host, selection);
  const outcome = readWorkspace(host.fileSystem, folder, choiceOf(host, selection));
  if (!outcome.ok) throw wrongChoice(host, selection, outcome);
  return outcome.workspace;
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

/** The selected environments, not read yet. Throws a UsageError if a named one does not exist. */
export function selectEnvironments(
  host: SelectingHost,
  selection: EnvironmentSelection,
): readonly Environment[] {
  return selectDiscovered(host, selection).environments;
}

/**
 * The selected environments, not read yet, and problems of config files without one. Throws a UsageError if a
 * named one does not exist.
 */
export function selectDiscovered(
  host: SelectingHost,
  selection: EnvironmentSelection,
): DiscoveredEnvironments {
  const folder = workingDirectory(host, selection);
  const outcome = findEnvironments(host.fileSystem, folder, choiceOf(host, selection));
  if (!outcome.ok) throw wrongChoice(host, selection, outcome);
  return outcome.found;
}

type SelectingHost = Pick<CommandHost, 'workingDirectory' | 'fileSystem' | 'alembicConfig'>;

/** The variable ALEMBIC_CONFIG names a config file where the option does not. */
function choiceOf({ alembicConfig }: SelectingHost, { config, name }: EnvironmentSelection): WorkspaceChoice {
  return { config: config ?? alembicConfig, section: name };
}

function wrongChoice(
  { alembicConfig }: SelectingHost,
  { config }: EnvironmentSelection,
  { about, reason }: Extract<FoundEnvironments, { readonly ok: false }>,
): UsageError {
  if (about === 'folder') return new UsageError(`${reason}: choose another with --cwd.`);
  if (about === 'rights') return new UsageError(`${reason}: correct that, or name another with --config.`);
  const isVariable = config === undefined && alembicConfig !== undefined;
  const advice = isVariable
    ? 'correct the variable ALEMBIC_CONFIG, which names it, or unset it'
    : 'give another with --config';
  return new UsageError(`${reason}: ${advice}.`);
}
