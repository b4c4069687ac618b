import type { AlembicConfiguration } from '../../config/alembicConfiguration';
import { fileNameOf, joinPath, relativePath } from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';
import type { Environment } from '../environmentSnapshot';
import type { LocationSetters } from './locationSetters';
import { nestedRevisions } from './nestedRevisions';
import type { WorkspaceTree } from './workspaceTree';

/** One environment, or several where code gives each of several folders a history of its own. */
export function* environmentsOf(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  setters: LocationSetters,
  found: AlembicConfiguration,
): Generator<void, readonly Environment[]> {
  const setter = yield* setters.nearest(found.scriptDirectory, found.versionLocations);
  const width = yield* setters.versionWidth(found.scriptDirectory, found.versionLocations);
  const configuration = withWidth(withSetter(found, setter, tree), width);
  const alone = [{ key: keyOf(configuration), configuration }];
  const [location, ...others] = configuration.versionLocations;
  const isDefault =
    location === `${configuration.scriptDirectory}/versions` || configuration.configFile === undefined;
  if (configuration.recursiveVersionLocations || location === undefined || others.length > 0 || !isDefault)
    return alone;
  const around =
    setter !== undefined && !fileSystem.readDirectory(location) ? configuration.scriptDirectory : location;
  const nested = nestedRevisions(fileSystem, tree, around);
  if (nested.kind === 'none') return alone;
  if (configuration.configFile !== undefined && setter === undefined) {
    const explanation =
      'There are revisions in folders below the version location, which Alembic does not read unless recursive_version_locations is true.';
    return [{ key: keyOf(configuration), configuration: explained(configuration, explanation) }];
  }
  if (nested.kind === 'one-history') {
    const common = withNested(configuration, around, nested, tree.root);
    return [{ key: keyOf(common), configuration: common }];
  }
  const common = explained(configuration, belowExplanation);
  return nested.folders.map((folder) => ({
    key: `${keyOf(common)}:${fileNameOf(folder)}`,
    configuration: { ...common, recursiveVersionLocations: true, versionLocations: [folder] },
  }));
}

const belowExplanation =
  'Code of the project sets version_locations while it runs; the folders that hold revisions are read in its place.';

/** The configuration with the folders below the version location, but for those with the same ids. */
function withNested(
  configuration: AlembicConfiguration,
  location: string,
  { left, kept }: { readonly left: readonly string[]; readonly kept: readonly string[] },
  root: string,
): AlembicConfiguration {
  if (location === configuration.scriptDirectory)
    return { ...explained(configuration, belowExplanation), versionLocations: kept };
  if (left.length === 0)
    return { ...explained(configuration, belowExplanation), recursiveVersionLocations: true };
  const names = left.map((folder) => relativePath(folder, root)).join(', ');
  const explanation = `${names} is not read, since ids stand in it that the version location has too.`;
  return { ...explained(configuration, explanation), versionLocations: [location, ...kept] };
}

export function withWidth(
  configuration: AlembicConfiguration,
  width: number | undefined,
): AlembicConfiguration {
  return width === undefined ? configuration : { ...configuration, versionWidth: width };
}

/** The configuration of which code knows more locations than are read here. */
export function withSetter(
  configuration: AlembicConfiguration,
  setter: string | undefined,
  { root }: WorkspaceTree,
): AlembicConfiguration {
  if (setter === undefined) return configuration;
  const setElsewhere = `${relativePath(setter, root)} sets version_locations while it runs and may name other folders`;
  const { revisionsElsewhere = setElsewhere, problems } = configuration;
  // The usual folder need not be there.
  const isUsual = isUsualLocation(configuration);
  const kept = problems.filter(({ code }) => !isUsual || code !== 'config-missing-version-location');
  return { ...configuration, revisionsElsewhere, problems: kept };
}

function isUsualLocation({ scriptDirectory, versionLocations }: AlembicConfiguration): boolean {
  return versionLocations.length === 1 && versionLocations[0] === joinPath(scriptDirectory, 'versions');
}

function explained(configuration: AlembicConfiguration, explanation: string): AlembicConfiguration {
  return { ...configuration, explanations: [...configuration.explanations, explanation] };
}

/** Stable over the life of a project: the config file and section, or the folder where there is none. */
export function keyOf(configuration: AlembicConfiguration): string {
  const { configFile, section, scriptDirectory, versionLocations } = configuration;
  return configFile === undefined
    ? `${versionLocations[0] === scriptDirectory ? scriptDirectory : `${scriptDirectory}/`}#`
    : `${configFile}#${section}`;
}
