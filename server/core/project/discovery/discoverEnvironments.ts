import { finish } from '../../text/finish';
import type { AlembicConfiguration, ConfigurationProblem } from '../../config/alembicConfiguration';
import { configurationProblem } from '../../config/configurationProblems';
import { fileNameOf, isWithin, joinPath, parentPath, plainPath } from '../../files/paths';
import type { Environment } from '../environmentSnapshot';
import { directoriesReadOnce } from '../../files/directoriesReadOnce';
import type { FileSystem } from '../../files/fileSystem';
import { ConfigLookup } from '../../workbenchConfig/configLookup';
import type { WorkbenchConfigReading } from '../../workbenchConfig/workbenchConfig';
import { environmentsWithoutConfig } from './environmentsWithoutConfig';
import { candidatesIn, compareCandidates, mayBeConfigFile, namedCandidate } from './configCandidates';
import type { ConfigCandidate } from './configCandidates';
import { environmentsOf, keyOf, withSetter, withWidth } from './environmentsByCode';
import { InstalledPackages } from './installedPackages';
import { LocationSetters } from './locationSetters';
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
  files: FileSystem,
  workspaceFolder: string,
  options: DiscoveryOptions = {},
): Generator<void, DiscoveredEnvironments> {
  const fileSystem = directoriesReadOnce(files);
  const root = plainPath(workspaceFolder);
  const lookup = new ConfigLookup(fileSystem, root);
  const tree = yield* walkWorkspace(fileSystem, root, options.exclude ?? [], lookup);
  const named = options.configFiles ?? [];
  if (named.length > 0) {
    const listed = yield* namedEnvironments(fileSystem, tree, named);
    return withSurroundings(files, root, lookup, listed, []);
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
  const bare = yield* environmentsWithoutConfig(fileSystem, tree, kept);
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
  return withSurroundings(files, root, lookup, environments, [...problems, ...failures]);
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
  const message = `This config file was not read because of an internal error (${String(error)}): report this as a bug.`;
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
  const setters = new LocationSetters(fileSystem, tree);
  const setter = finish(setters.nearest(scriptDirectory, versionLocations));
  const width = finish(setters.versionWidth(scriptDirectory, versionLocations));
  const configuration = withWidth(withSetter(found.configuration, setter, tree), width);
  return withTemplateConflict(fileSystem, { key: keyOf(configuration), configuration });
}

/** The same with its workbench configuration, and the Alembic that runs it. */
export function discoverNamed(
  fileSystem: FileSystem,
  configFile: string,
  section: string,
  workingDirectory: string,
): DiscoveredEnvironments {
  const environment = environmentOfConfig(fileSystem, configFile, section, workingDirectory);
  const root = plainPath(workingDirectory);
  return withSurroundings(fileSystem, root, new ConfigLookup(fileSystem, root), [environment], []);
}

/** Gives each environment the workbench configuration that applies to it, and the Alembic that runs it. */
function withSurroundings(
  fileSystem: FileSystem,
  root: string,
  lookup: ConfigLookup,
  environments: readonly Environment[],
  problems: readonly ConfigurationProblem[],
): DiscoveredEnvironments {
  const nearest = environments.map(({ configuration: { configFile, scriptDirectory } }) =>
    lookup.nearest(configFile === undefined ? scriptDirectory : parentPath(configFile)),
  );
  return {
    environments: environments.map((found, at) => {
      const reading = nearest[at];
      const environment = withAlembic(fileSystem, root, found);
      if (!reading) return environment;
      const isShared = nearest.filter((other) => other === reading).length > 1;
      return { ...environment, workbench: workbenchOf(fileSystem, reading, isShared) };
    }),
    problems: [...problems, ...lookup.readings.flatMap((reading) => missingFiles(fileSystem, reading))],
    workbench: lookup.readings,
  };
}

function withAlembic(fileSystem: FileSystem, root: string, environment: Environment): Environment {
  const { configFile, scriptDirectory } = environment.configuration;
  const folders = possibleWorkingDirectories(configFile ?? joinPath(scriptDirectory, 'env.py'), root);
  return {
    ...environment,
    installedAlembic: () => new InstalledPackages(fileSystem, folders).versionOf('alembic'),
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
