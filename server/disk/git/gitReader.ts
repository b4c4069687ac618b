import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { GitFacts, GitRevisionFile } from '../../core/rules/engine/gitFacts';
import { BranchRevisions } from './branchRevisions';
import { readComparison } from './branches';
import type { Comparison } from './branches';
import { readBuiltOn } from './builtOn';
import { readComparedTrees } from './comparedTrees';
import type { ComparedTrees } from './comparedTrees';
import { buildGitFacts } from './gitFactsOf';
import type { WorkingFiles } from './gitFactsOf';
import { readIgnoredFiles } from './ignoredFiles';
import { namedButMissing, originsOf } from './missingRevisions';
import { newIds, readOtherDeclarations } from './otherDeclarations';
import { findRepository, placeIn } from './repository';
import type { NoGit, Repository, RepositoryPlace } from './repository';
import { RepositoryWatch } from './repositoryWatch';
import { hasRepositoryAbove } from './repositoryTrace';

/** What a reader of Git tells its host. */
export interface GitHost {
  /** Why something can't be compared; each reason comes once. */
  readonly log: (message: string) => void;
  /** Branches or the checked-out commit may be others now. Undefined for a host that asks once. */
  readonly onDidChange?: (() => void) | undefined;
  /** Git may have written files of the work tree. */
  readonly onDidWriteFiles?: (() => void) | undefined;
}

/** What is asked of Git for one environment. */
export interface GitFactsRequest {
  readonly snapshot: EnvironmentSnapshot;
  /** The setting: any name of a commit, or empty to look for the main branch. */
  readonly mainBranch: string;
  /** Whether a file's text may be another one than that on disk. */
  readonly isOpen: (path: string) => boolean;
}

/** A repository with the part of it that an environment's revisions lie in. */
export interface EnvironmentRepository {
  readonly repository: Repository;
  readonly places: readonly RepositoryPlace[];
}

/** What was read for an environment, until something changes. */
interface Reading extends EnvironmentRepository {
  readonly mainBranch: string;
  readonly comparison: Comparison;
  readonly trees: ComparedTrees;
  /** The working files at the time of reading. */
  readonly files: EnvironmentSnapshot['filesByPath'];
}

interface Known {
  readonly environment: EnvironmentSnapshot['environment'];
  readonly mainBranch: string;
  /** Undefined where there is nothing to compare with. */
  readonly reading: Reading | undefined;
  /** There is a repository, watched or stale, so that nothing needs to be looked for. */
  readonly hasRepository: boolean;
  snapshot: EnvironmentSnapshot | undefined;
  facts: GitFacts | undefined;
  /** Files of commits that the facts hold, by blob and path. */
  read: ReadonlyMap<string, GitRevisionFile>;
  isStale: boolean;
}

/**
 * Git's facts about environments, cached until branches or the checked-out commit change. Runs Git only;
 * fetches and writes nothing.
 */
export class GitReader {
  readonly #host: GitHost;
  readonly #watch: RepositoryWatch | undefined;
  readonly #abort = new AbortController();
  readonly #known = new Map<string, Known>();
  readonly #branches = new Map<string, Promise<BranchRevisions | undefined>>();
  readonly #headers = new Map<string, BranchRevisions['headers']>();
  readonly #said = new Set<string>();

  constructor(host: GitHost) {
    this.#host = host;
    this.#watch =
      host.onDidChange &&
      new RepositoryWatch({
        onDidChange: () => {
          this.forget();
          host.onDidChange?.();
        },
        onDidWriteFiles: () => host.onDidWriteFiles?.(),
      });
  }

  /**
   * The commits that the rules compare with; undefined without any. Returns the same object while nothing has
   * changed.
   */
  async facts(request: GitFactsRequest): Promise<GitFacts | undefined> {
    const { snapshot } = request;
    const before = this.#known.get(snapshot.environment.key);
    const known = before && isUsable(before, request) ? before : await this.#readAgain(request, before);
    if (known.snapshot !== snapshot) {
      if (!known.reading) known.facts = undefined;
      else if (!stillHolds(known, snapshot)) await this.#build(known, known.reading, request);
      known.snapshot = snapshot;
    }
    return known.facts;
  }

  /** Everything is looked at again when it is asked for. */
  forget(): void {
    for (const known of this.#known.values()) known.isStale = true;
    this.#branches.clear();
  }

  /** The repository of an environment's revisions. */
  async repositoryOf(snapshot: EnvironmentSnapshot): Promise<EnvironmentRepository | undefined> {
    const found = await this.#locate(snapshot);
    return 'reason' in found ? undefined : found;
  }

  /** The ids that branches declare; read once until branches change. */
  branches(
    snapshot: EnvironmentSnapshot,
    { repository, places }: EnvironmentRepository,
    comparison?: Comparison,
  ): Promise<BranchRevisions | undefined> {
    const { key, configuration } = snapshot.environment;
    const known = this.#branches.get(key);
    if (known) return known;
    const first = comparison
      ? [
          { name: 'HEAD', commit: comparison.head },
          { name: comparison.mainBranch, commit: comparison.main },
        ]
      : [{ name: 'HEAD', commit: 'HEAD' }];
    const isRecursive = configuration.recursiveVersionLocations;
    const reading = BranchRevisions.read(
      repository,
      first,
      places,
      isRecursive,
      this.#headers.get(key) ?? new Map(),
      this.signal,
    );
    this.#branches.set(key, reading);
    void reading.then((branches) => branches && this.#headers.set(key, branches.headers));
    return reading;
  }

  /** Reads branches again, for a person who may have fetched a moment ago. */
  forgetBranches(): void {
    this.#branches.clear();
  }

  /** Ends what is under way when this reader is disposed. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#abort.abort();
  }

  async #readAgain(request: GitFactsRequest, before: Known | undefined): Promise<Known> {
    const { snapshot, mainBranch } = request;
    const { environment } = snapshot;
    const started: Known = {
      environment,
      mainBranch,
      reading: undefined,
      hasRepository: false,
      snapshot: undefined,
      facts: undefined,
      read: before?.read ?? new Map(),
      isStale: false,
    };
    // Known from here on, so that a change that comes while it is read makes it stale.
    this.#known.set(environment.key, started);
    const located = await this.#locate(snapshot);
    if ('reason' in located) {
      this.#say(located.reason);
      return started;
    }
    const isUnwatched = this.#watch?.follow(located.repository) === false;
    const reading = await this.#read(request, located);
    const known: Known = {
      ...started,
      reading: 'reason' in reading ? undefined : reading,
      hasRepository: true,
      isStale: started.isStale || isUnwatched,
    };
    this.#known.set(environment.key, known);
    if ('reason' in reading) this.#say(reading.reason);
    else if (before && isAnsweredBy(before, reading, snapshot)) {
      // What is the same as before is not told again.
      known.facts = before.facts;
      known.snapshot = snapshot;
    }
    return known;
  }

  async #read(
    { snapshot, mainBranch }: GitFactsRequest,
    { repository, places }: EnvironmentRepository,
  ): Promise<Reading | NoGit> {
    const comparison = await readComparison(repository, mainBranch, this.signal);
    if ('reason' in comparison) return comparison;
    const { recursiveVersionLocations } = snapshot.environment.configuration;
    const trees = await readComparedTrees(
      repository,
      comparison,
      places,
      recursiveVersionLocations,
      this.signal,
    );
    if ('reason' in trees) return trees;
    return { repository, places, mainBranch, comparison, trees, files: snapshot.filesByPath };
  }

  /** The repository that holds the first version location, and all locations that lie in it. */
  async #locate({ environment }: EnvironmentSnapshot): Promise<EnvironmentRepository | NoGit> {
    const { versionLocations } = environment.configuration;
    const [first] = versionLocations;
    if (first === undefined) return { reason: undefined };
    const repository = await findRepository(first, this.signal);
    if ('reason' in repository) return repository;
    const places = versionLocations.flatMap((location) => placeIn(repository, location) ?? []);
    return places.length > 0 ? { repository, places } : { reason: undefined };
  }

  async #build(known: Known, reading: Reading, { snapshot, isOpen }: GitFactsRequest): Promise<void> {
    const { repository, places, comparison, trees, files } = reading;
    const working: WorkingFiles = {
      snapshot,
      isChanged: (path) =>
        trees.changed.has(path) || isOpen(path) || files.get(path) !== snapshot.filesByPath.get(path),
    };
    known.facts = undefined;
    const built = await buildGitFacts({
      repository,
      places,
      comparison,
      trees,
      working,
      known: known.read,
      signal: this.signal,
    });
    if ('reason' in built) {
      this.#say(built.reason);
      return;
    }
    const { facts, read } = built;
    known.read = read;
    const builtOn = snapshot.map.graph.hasDuplicates
      ? await readBuiltOn(repository, places, snapshot, this.signal)
      : undefined;
    const missing = namedButMissing(snapshot.map);
    const fresh = newIds(snapshot, facts);
    const isAsked = missing.length > 0 || fresh.size > 0;
    const branches = isAsked ? await this.branches(snapshot, reading, comparison) : undefined;
    const ignored = await readIgnoredFiles(repository, places, snapshot, facts, this.signal);
    const withBuilt = {
      ...facts,
      ...(builtOn && builtOn.size > 0 ? { builtOn } : {}),
      ...(ignored.size > 0 ? { ignored } : {}),
    };
    known.facts = branches
      ? {
          ...withBuilt,
          ...(missing.length > 0 ? { elsewhere: originsOf(missing, branches) } : {}),
          declaredElsewhere: await readOtherDeclarations(
            repository,
            comparison,
            fresh,
            snapshot,
            branches,
            this.signal,
          ),
        }
      : withBuilt;
  }

  #say(reason: string | undefined): void {
    if (reason === undefined || this.#said.has(reason)) return;
    this.#said.add(reason);
    this.#host.log(reason);
  }
}

function isUsable(known: Known, { snapshot, mainBranch }: GitFactsRequest): boolean {
  if (known.isStale || known.mainBranch !== mainBranch) return false;
  if (known.environment !== snapshot.environment) return false;
  const [first] = snapshot.environment.configuration.versionLocations;
  return known.hasRepository || first === undefined || !hasRepositoryAbove(first);
}

/**
 * Whether the previous snapshot's facts still hold, as after most keystrokes: every file changed since then
 * differed from the compared commits already.
 */
function stillHolds({ facts, snapshot: before }: Known, snapshot: EnvironmentSnapshot): boolean {
  if (!facts?.changedFiles || !before || before.files.length !== snapshot.files.length) return false;
  for (const [place, file] of snapshot.files.entries()) {
    const earlier = before.files[place];
    if (file !== earlier && (earlier?.path !== file.path || !facts.changedFiles.has(file.path))) return false;
  }
  if (before.map === snapshot.map) return true;
  return (
    sameItems(namedButMissing(before.map), namedButMissing(snapshot.map)) &&
    sameItems([...newIds(before, facts)].flat(), [...newIds(snapshot, facts)].flat())
  );
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, place) => item === b[place]);
}

function isAnsweredBy(before: Known, reading: Reading, snapshot: EnvironmentSnapshot): boolean {
  if (!before.facts || !before.reading || before.snapshot !== snapshot) return false;
  // A missing or a new id may be on another branch now.
  const isOfBranches = namedButMissing(snapshot.map).length > 0 || newIds(snapshot, before.facts).size > 0;
  return !isOfBranches && sameReading(before.reading, reading);
}

function sameReading(a: Reading, b: Reading): boolean {
  return (
    a.comparison.head === b.comparison.head &&
    a.comparison.main === b.comparison.main &&
    a.comparison.mainBranch === b.comparison.mainBranch &&
    a.comparison.mergeBase === b.comparison.mergeBase &&
    a.repository.workTree === b.repository.workTree &&
    [...a.trees.changed].every((path) => b.trees.changed.has(path)) &&
    a.trees.changed.size === b.trees.changed.size
  );
}
