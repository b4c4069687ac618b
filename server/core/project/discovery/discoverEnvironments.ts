import { finish } from '../../text/finish';
import type { AlembicConfiguration, ConfigurationProblem } from '../../config/alembicConfiguration';
import { configurationProblem } from '../../config/configurationProblems';
import { fileNameOf, isWithin, joinPath, parentPath, plainPath, relativePath } from '../../files/paths';
import type { Environment } from '../environmentSnapshot';
import type { FileSystem } from '../../files/fileSystem';
import { ConfigLookup } from '../../workbenchConfig/configLookup';
import type { WorkbenchConfigReading } from '../../workbenchConfig/workbenchConfig';
import { bareEnvironments } from './bareEnvironments';
import { candidatesIn, compareCandidates, mayBeConfigFile, namedCandidate } from './configCandidates';
import type { ConfigCandidate } from './configCandidates';
import { InstalledPackages } from './installedPackages';
import { LocationSetters } from './locationSetters';
import { nestedRevisions } from './nestedRevisions';
import { resolveCandidate } from './resolveCandidate';
import type { ResolvedCandidate } from './resolveCandidate';
import { possibleWorkingDirectories } from './workingDirectories';
import { walkWorkspace } from './workspaceTree';
import { withTemplateConflict } from './templateConflicts';
import type { TreeFolder, WorkspaceTree } from './workspaceTree';
import { missingFiles, workbenchOf } from './workbenchOf';

export interface DiscoveryOptions {
  /**
   * Config files and sections named by hand, relative to the workspace folder; no others are searched for.
   */
  readonly configFiles?:
    readonly { readonly file: string; readonly section?: string | undefined }[] | undefined;
  /** Glob patterns of folders and files to leave out, as in `files.exclude`. */
  readonly exclude?: readonly string[] | undefined;
}

/** The environments of a workspace folder, and what is wrong in config files that name none. */
export interface DiscoveredEnvironments {
  readonly environments: readonly Environment[];
  readonly problems: readonly ConfigurationProblem[];
  /** The workbench configurations that were read. */
  readonly workbench: readonly WorkbenchConfigReading[];
}

/** The environments of a workspace folder, found in one walk. Yields after a few milliseconds of work. */
export function* discoverEnvironments(
  fileSystem: FileSystem,
  workspaceFolder: string,
  options: DiscoveryOptions = {},
): Generator<void, DiscoveredEnvironments> {
  const root = plainPath(workspaceFolder);
  const lookup = new ConfigLookup(fileSystem, root);
  const tree = yield* walkWorkspace(fileSystem, root, options.exclude ?? [], lookup);
  const named = options.configFiles ?? [];
  if (named.length > 0) {
    const listed = yield* namedEnvironments(fileSystem, tree, named);
    return withWorkbench(fileSystem, lookup, listed, []);
  }
  const resolved: ResolvedCandidate[] = [];
  const failures: ConfigurationProblem[] = [];
  for (const [path, folder] of tree.folders)
    for (const name of folder.files) {
      if (!mayBeConfigFile(name) || namesConfigFiles(folder)) continue;
      const file = joinPath(path, name);
      try {
        for (const candidate of candidatesIn(fileSystem, file)) {
          const found = resolveIn(fileSystem, tree, candidate);
          if (found?.isMeant ?? false) resolved.push(found as ResolvedCandidate);
        }
      } catch (error) {
        failures.push(failedFile(file, error));
      }
      yield;
    }
  const { kept, problems } = withoutRepeats(fileSystem, resolved);
  const bare = yield* bareEnvironments(fileSystem, tree, kept);
  const environments: Environment[] = [];
  const found = [...kept, ...bare];
  const holding = found.filter((configuration) => !isHollow(fileSystem, configuration));
  const setters = new LocationSetters(fileSystem, tree);
  for (const configuration of holding.length > 0 ? holding : found) {
    for (const environment of yield* environmentsOf(fileSystem, tree, setters, configuration))
      environments.push(withTemplateConflict(fileSystem, environment));
    yield;
  }
  const listed = yield* namedEnvironments(fileSystem, tree, filesNamedByWorkbench(fileSystem, tree));
  environments.push(...listed.filter(({ key }) => environments.every((each) => each.key !== key)));
  environments.sort((a, b) => (a.key < b.key ? -1 : 1));
  return withWorkbench(fileSystem, lookup, environments, [...problems, ...failures]);
}

/** Whether a workbench configuration says which config files are read here. */
function namesConfigFiles({ workbench }: TreeFolder): boolean {
  return workbench !== undefined && workbench.config.configFiles.length > 0;
}

/** The config files that the workbench configurations of the tree name, as far as they lie in it. */
function filesNamedByWorkbench(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
): NonNullable<DiscoveryOptions['configFiles']> {
  const readings = new Set([...tree.folders.values()].map(({ workbench }) => workbench));
  return [...readings]
    .flatMap((reading) => reading?.config.configFiles ?? [])
    .filter(({ file }) => isWithin(file, tree.root) && fileSystem.version(file) !== undefined);
}

/** One file that can't be read does not keep the others from it. */
function failedFile(file: string, error: unknown): ConfigurationProblem {
  const message = `This config file is not read, since reading it failed (${String(error)}): report this, and look at the file yourself.`;
  return configurationProblem('config-unreadable', 'warning', message, { file, range: { start: 0, end: 0 } });
}

/** Finds the environments of a workspace folder without a pause. */
export function discoverAtOnce(
  fileSystem: FileSystem,
  workspaceFolder: string,
  options?: DiscoveryOptions,
): DiscoveredEnvironments {
  return finish(discoverEnvironments(fileSystem, workspaceFolder, options));
}

/**
 * The environment of one config file and section, as Alembic run in `workingDirectory` would find it; the
 * config file's own folder and those above it are tried where its paths lead nowhere from there.
 */
export function environmentOfConfig(
  fileSystem: FileSystem,
  configFile: string,
  section: string,
  workingDirectory: string,
): Environment {
  const directory = plainPath(workingDirectory);
  const file = plainPath(joinPath(directory, configFile));
  const root = isWithin(file, directory) ? directory : parentPath(file);
  const tree = finish(walkWorkspace(fileSystem, root, [], new ConfigLookup(fileSystem, root)));
  const candidate = namedCandidate(file, section);
  const others = possibleWorkingDirectories(file, root).filter((other) => other !== directory);
  const workingDirectories = [directory, ...others];
  const installed = new InstalledPackages(fileSystem, workingDirectories);
  const found = resolveCandidate({ fileSystem, tree, workingDirectories, installed }, candidate);
  if (!found) throw new TypeError('a named candidate always gives a configuration');
  const { scriptDirectory, versionLocations } = found.configuration;
  const setter = finish(new LocationSetters(fileSystem, tree).nearest(scriptDirectory, versionLocations));
  const configuration = withSetter(found.configuration, setter, tree);
  return withTemplateConflict(fileSystem, { key: keyOf(configuration), configuration });
}

/** The same with its workbench configuration. */
export function discoverNamed(
  fileSystem: FileSystem,
  configFile: string,
  section: string,
  workingDirectory: string,
): DiscoveredEnvironments {
  const environment = environmentOfConfig(fileSystem, configFile, section, workingDirectory);
  const lookup = new ConfigLookup(fileSystem, plainPath(workingDirectory));
  return withWorkbench(fileSystem, lookup, [environment], []);
}

/** Gives each environment the workbench configuration that applies to it. */
function withWorkbench(
  fileSystem: FileSystem,
  lookup: ConfigLookup,
  environments: readonly Environment[],
  problems: readonly ConfigurationProblem[],
): DiscoveredEnvironments {
  const nearest = environments.map(({ configuration: { configFile, scriptDirectory } }) =>
    lookup.nearest(configFile === undefined ? scriptDirectory : parentPath(configFile)),
  );
  return {
    environments: environments.map((environment, at) => {
      const reading = nearest[at];
      if (!reading) return environment;
      const isShared = nearest.filter((other) => other === reading).length > 1;
      return { ...environment, workbench: workbenchOf(fileSystem, reading, isShared) };
    }),
    problems: [...problems, ...lookup.readings.flatMap((reading) => missingFiles(fileSystem, reading))],
    workbench: lookup.readings,
  };
}

function* namedEnvironments(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  named: NonNullable<DiscoveryOptions['configFiles']>,
): Generator<void, readonly Environment[]> {
  const setters = new LocationSetters(fileSystem, tree);
  const environments = new Map<string, Environment>();
  for (const { file, section } of named) {
    const candidate = namedCandidate(plainPath(joinPath(tree.root, file)), section ?? 'alembic');
    const found = resolveIn(fileSystem, tree, candidate);
    const configuration = found?.configuration;
    if (configuration)
      for (const environment of yield* environmentsOf(fileSystem, tree, setters, configuration))
        environments.set(environment.key, withTemplateConflict(fileSystem, environment));
  }
  return [...environments.values()];
}

function resolveIn(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  candidate: ConfigCandidate,
): ResolvedCandidate | undefined {
  const workingDirectories = possibleWorkingDirectories(candidate.configFile, tree.root);
  const installed = new InstalledPackages(fileSystem, workingDirectories);
  return resolveCandidate({ fileSystem, tree, workingDirectories, installed }, candidate);
}

/**
 * Of several config files and sections for the same revisions, the likeliest; and the problems of those
 * that lead nowhere.
 */
function withoutRepeats(
  fileSystem: FileSystem,
  resolved: readonly ResolvedCandidate[],
): {
  readonly kept: readonly AlembicConfiguration[];
  readonly problems: readonly ConfigurationProblem[];
} {
  const best = new Map<string, { readonly configuration: AlembicConfiguration; readonly others: string[] }>();
  const problems: ConfigurationProblem[] = [];
  const ordered = [...resolved].sort(
    (a, b) => Number(a.isMoved) - Number(b.isMoved) || compareCandidates(a.candidate, b.candidate),
  );
  for (const { candidate, configuration, exists } of ordered) {
    if (!exists) {
      problems.push(...configuration.problems);
      continue;
    }
    const places = [configuration.scriptDirectory, ...configuration.versionLocations]
      .map((path) => fileSystem.realPath(path))
      .join('\n');
    const known = best.get(places);
    if (known) {
      if (!candidate.isTemplate)
        known.others.push(`${fileNameOf(candidate.configFile)} [${candidate.section}]`);
      problems.push(
        ...configuration.problems.filter((problem) => isNew(problem, known.configuration.problems)),
      );
    } else best.set(places, { configuration, others: [] });
  }
  const kept = [...best.values()].map(({ configuration, others }) =>
    others.length === 0
      ? configuration
      : {
          ...configuration,
          explanations: [...configuration.explanations, `${others.join(', ')} leads to the same revisions.`],
        },
  );
  return { kept, problems };
}

/**
 * Neither revisions nor a template for them: what several environments share, whose folders the program
 * names while it runs.
 */
function isHollow(
  fileSystem: FileSystem,
  { scriptDirectory, versionLocations, problems }: AlembicConfiguration,
): boolean {
  if (problems.length > 0 || versionLocations.some((path) => fileSystem.readDirectory(path))) return false;
  const entries = fileSystem.readDirectory(scriptDirectory) ?? [];
  return !entries.some(({ name }) => name === 'script.py.mako');
}

function isNew(problem: ConfigurationProblem, known: readonly ConfigurationProblem[]): boolean {
  return !known.some(
    ({ file, range, code }) =>
      file === problem.file && range.start === problem.range.start && code === problem.code,
  );
}

/** One environment, or several where code gives each of several folders a history of its own. */
function* environmentsOf(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  setters: LocationSetters,
  found: AlembicConfiguration,
): Generator<void, readonly Environment[]> {
  const setter = yield* setters.nearest(found.scriptDirectory, found.versionLocations);
  const configuration = withSetter(found, setter, tree);
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

/** The configuration of which code knows more locations than are read here. */
function withSetter(
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
function keyOf(configuration: AlembicConfiguration): string {
  const { configFile, section, scriptDirectory, versionLocations } = configuration;
  return configFile === undefined
    ? `${versionLocations[0] === scriptDirectory ? scriptDirectory : `${scriptDirectory}/`}#`
    : `${configFile}#${section}`;
}
