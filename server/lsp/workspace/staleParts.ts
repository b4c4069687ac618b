import type { SnapshotChanges } from '../../core/project/buildSnapshot';
import type { Environment } from '../../core/project/environmentSnapshot';
import { fileNameOf, isWithin } from '../../core/files/paths';
import { isRevisionFileName } from '../../core/project/listRevisionFiles';
import { mayBeConfigFile } from '../../core/project/discovery/configCandidates';
import { ownConfigFile } from '../../core/workbenchConfig/readWorkbenchConfig';

/**
 * Names of files besides config files that decide which environments there are, wherever they lie; `.gitkeep`
 * is what a new folder begins with, which may be one that a config file names.
 */
const discoveryNames: ReadonlySet<string> = new Set([
  'env.py',
  'script.py.mako',
  '.gitignore',
  '.gitkeep',
  ownConfigFile,
]);

interface MutableChanges {
  readonly contents: Set<string>;
  listing: boolean;
}

/** What has to be read again. */
export class StaleParts {
  readonly #environments = new Map<string, MutableChanges>();
  /** Environments are to be looked for. */
  discovery = false;
  /** Nobody told what changed: everything is to be compared with what was read. */
  everything = false;
  /** What Git says may be something else, though no file has changed. */
  git = false;
  /** More is known beside the files that were read. */
  facts = false;

  get isAny(): boolean {
    return this.discovery || this.everything || this.git || this.facts || this.#environments.size > 0;
  }

  /** What changed in an environment, undefined for nothing. */
  changesOf(environment: string): SnapshotChanges | undefined {
    return this.#environments.get(environment);
  }

  /**
   * Marks what depends on a file, which may go by several paths; false where nothing does. `mayHold` says
   * whether environments are looked for in that place.
   */
  markFile(
    paths: readonly string[],
    change: 'text' | 'existence' | 'directory',
    environments: readonly Environment[],
    mayHold: boolean,
  ): boolean {
    const readers = environments.filter((environment) =>
      paths.some((path) => environmentReads(environment, path, change)),
    );
    for (const { key } of readers) this.#mark(key, { contents: paths, listing: change !== 'text' });
    for (const { key, configuration } of environments)
      if (paths.some((path) => path === configuration.configFile)) this.#mark(key, { contents: [], listing: true });
    const isBaseline = environments.some(({ workbench }) => paths.includes(workbench?.config.baseline ?? ''));
    const decides =
      isBaseline || (mayHold && paths.some((path) => decidesDiscovery(path, change, readers.length > 0)));
    this.discovery ||= decides;
    return decides || readers.length > 0;
  }

  /** Empties this and gives what was in it. */
  take(): StaleParts {
    const taken = new StaleParts();
    taken.putBack(this);
    this.#environments.clear();
    this.discovery = false;
    this.everything = false;
    this.git = false;
    this.facts = false;
    return taken;
  }

  putBack(taken: StaleParts): void {
    this.discovery ||= taken.discovery;
    this.everything ||= taken.everything;
    this.git ||= taken.git;
    this.facts ||= taken.facts;
    for (const [key, changes] of taken.#environments) this.#mark(key, changes);
  }

  #mark(key: string, { contents, listing }: { readonly contents: Iterable<string>; readonly listing: boolean }): void {
    const known = this.#environments.get(key) ?? { contents: new Set<string>(), listing: false };
    for (const path of contents) known.contents.add(path);
    known.listing ||= listing;
    this.#environments.set(key, known);
  }
}

/**
 * Whether the path belongs to what the environment is read from, its script directory and version locations,
 * or is a directory that holds these.
 */
function environmentReads(
  { configuration }: Environment,
  path: string,
  change: 'text' | 'existence' | 'directory',
): boolean {
  const { scriptDirectory, versionLocations, sourceless } = configuration;
  const directories = [scriptDirectory, ...versionLocations];
  if (change === 'directory')
    return directories.some((directory) => isWithin(path, directory) || isWithin(directory, path));
  const name = fileNameOf(path);
  const mayBeRead = isRevisionFileName(name, sourceless) || discoveryNames.has(name) || mayBeConfigFile(name);
  return mayBeRead && directories.some((directory) => isWithin(path, directory));
}

function decidesDiscovery(
  path: string,
  change: 'text' | 'existence' | 'directory',
  isRead: boolean,
): boolean {
  if (change === 'directory') return true;
  const name = fileNameOf(path);
  if (mayBeConfigFile(name) || discoveryNames.has(name)) return true;
  if (change === 'text') return false;
  // A file in a version location that may not have existed before, or part of a package.
  return isRead || name === '__init__.py' || (path.includes('/versions/') && isRevisionFileName(name, true));
}
