import { isWithin } from '../../core/files/paths';
import type { Runtime } from '../session/runtime';
import type { Environment, EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import type { RuleFacts } from '../../core/rules/engine/ruleFacts';
import type { ServerSettings } from '../../protocol/settings';
import { isIgnoredName } from '../../core/project/discovery/ignoredPaths';
import type { Log } from '../session/runSafe';
import { describeError } from '../session/runSafe';
import { Debounce } from './debounce';
import type { DebounceDelays } from './debounce';
import { emptyIndexState } from './indexState';
import type {
  Discovery,
  EnvironmentReader,
  IndexedEnvironment,
  IndexedFolder,
  IndexState,
} from './indexState';
import { runInSlices } from './slices';
import { StaleParts } from './staleParts';

export interface WorkspaceIndexHost {
  readonly runtime: Runtime;
  readonly reader: EnvironmentReader;
  readonly log: Log;
  realPath(path: string): string;
  /**
   * What Git has to say about a snapshot, within reasonable time. The very same object where nothing has
   * changed.
   */
  gitFacts?(snapshot: EnvironmentSnapshot, settings: ServerSettings): Promise<GitFacts | undefined>;
  /**
   * What is known of the syntax of a snapshot's files, and of models. The very same objects where nothing has
   * changed.
   */
  knownFacts?(snapshot: EnvironmentSnapshot): Omit<RuleFacts, 'git'>;
  /** Called when other environments than before are about to be read. */
  beforeReading?(environments: readonly Environment[]): Promise<void>;
}

/** Is told when a new state has taken the place of the previous one. */
export type IndexListener = (state: IndexState, previous: IndexState) => void;

const atOnce: DebounceDelays = { quiet: 0, longest: 0 };

/** How often a rebuild gives way to newer changes before it is carried through. */
const mostRestarts = 3;

/**
 * The environments of the workspace and their snapshots. Changes are noted, and after a pause one rebuild
 * reads what they touched, in slices of time. Only whole states are ever seen from outside.
 */
export class WorkspaceIndex {
  readonly #host: WorkspaceIndexHost;
  readonly #debounce: Debounce;
  readonly #stale = new StaleParts();
  readonly #listeners: IndexListener[] = [];
  #folders: readonly IndexedFolder[] = [];
  #discovery: Discovery = { environments: [], problems: [] };
  #state: IndexState = emptyIndexState;
  #running: Promise<void> | undefined;
  #restarts = 0;
  #isDisposed = false;

  constructor(host: WorkspaceIndexHost) {
    this.#host = host;
    const { runtime } = host;
    const now = (): number => runtime.monotonicMilliseconds();
    this.#debounce = new Debounce(runtime.timers, now, () => void this.#rebuildOnce());
  }

  get state(): IndexState {
    return this.#state;
  }

  get folders(): readonly IndexedFolder[] {
    return this.#folders;
  }

  onDidChange(listener: IndexListener): void {
    this.#listeners.push(listener);
  }

  /** New folders or new settings; what follows from them is read by the next `settled`. */
  setFolders(folders: readonly IndexedFolder[]): void {
    this.#folders = folders;
    this.#stale.discovery = true;
  }

  /** Whether a path lies where an environment has its revisions, and is none of those that were read. */
  isMissing(path: string): boolean {
    const environments = [...this.#state.environments.values()];
    return environments.some(
      ({ snapshot: { environment, filesByPath } }) =>
        environment.configuration.versionLocations.some((directory) => isWithin(path, directory)) &&
        !filesByPath.has(path),
    );
  }

  /**
   * A file that may matter has changed, or a directory with all that is in it; what depends on it is read
   * again after the pause.
   */
  noteFile(path: string, change: 'text' | 'existence' | 'directory', delays: DebounceDelays): void {
    const environments = this.#discovery.environments.map(({ environment }) => environment);
    const own = [...new Set([path, this.#host.realPath(path)])];
    const paths = change === 'directory' ? [...own, ...this.#filesIn(own)] : own;
    const mayHold = change !== 'directory' || !this.#isLeftOut(path);
    if (this.#stale.markFile(paths, change, environments, mayHold)) this.#debounce.call(delays);
  }

  /**
   * Anything may have changed: everything is looked for again after the pause, though unchanged files are not
   * read again.
   */
  noteEverything(delays: DebounceDelays): void {
    this.#stale.discovery = true;
    this.#stale.everything = true;
    this.#debounce.call(delays);
  }

  /** Any file of the known environments may have changed: those that did are read again after the pause. */
  noteFiles(delays: DebounceDelays): void {
    this.#stale.everything = true;
    this.#debounce.call(delays);
  }

  /** Branches or the checked-out commit may have changed: Git is asked again after the pause. */
  noteGit(delays: DebounceDelays): void {
    this.#stale.git = true;
    this.#debounce.call(delays);
  }

  /** More is known beside the files that were read: the findings are made again. */
  noteFacts(): void {
    this.#stale.facts = true;
    this.#debounce.call(atOnce);
  }

  /** Reads everything that is stale now, without a pause, and gives the state after it. */
  async settled(): Promise<IndexState> {
    this.#debounce.cancel();
    while (!this.#isDisposed && (this.#running || this.#stale.isAny)) await this.#rebuildOnce();
    return this.#state;
  }

  /** The state once the workspace was read for the first time; the present one after that. */
  async complete(): Promise<IndexState> {
    while (!this.#state.isComplete && !this.#isDisposed)
      await new Promise<void>((resolve) => this.#listeners.push(() => resolve()));
    return this.#state;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#debounce.cancel();
  }

  /** Whether a directory is one in which no environment is looked for, such as those of package managers. */
  #isLeftOut(directory: string): boolean {
    return this.#folders.some(
      ({ path }) => isWithin(directory, path) && directory.slice(path.length).split('/').some(isIgnoredName),
    );
  }

  /** The files that were read from directories. */
  #filesIn(directories: readonly string[]): readonly string[] {
    return [...this.#state.environments.values()].flatMap(({ snapshot }) =>
      snapshot.files.flatMap((file) =>
        directories.some((directory) => isWithin(file.path, directory)) ? [file.path] : [],
      ),
    );
  }

  #rebuildOnce(): Promise<void> {
    this.#running ??= this.#rebuildSafely().finally(() => {
      this.#running = undefined;
      // What was noted, and whose pause was over, while this was under way.
      if (this.#stale.isAny && !this.#debounce.isPending && !this.#isDisposed) this.#debounce.call(atOnce);
    });
    return this.#running;
  }

  async #rebuildSafely(): Promise<void> {
    if (this.#isDisposed) return;
    const taken = this.#stale.take();
    try {
      const finished = await this.#rebuild(taken);
      this.#restarts = finished ? 0 : this.#restarts + 1;
      if (!finished) this.#stale.putBack(taken);
    } catch (error) {
      this.#host.log.error(`Reading the workspace failed: ${describeError(error)}`);
      // Nobody is to wait for ever for a first index that can't be made.
      if (!this.#state.isComplete) this.#publish({ ...this.#state, isComplete: true });
    }
  }

  /** False where newer changes came in between, so that the result would be a mixture. */
  async #rebuild(taken: StaleParts): Promise<boolean> {
    if (taken.discovery && !(await this.#discover())) return false;
    const environments = new Map<string, IndexedEnvironment>();
    for (const { folder, environment } of this.#discovery.environments) {
      const known = this.#state.environments.get(environment.key);
      const indexed = await this.#readSafely(folder, environment, known, taken);
      if (indexed === 'stopped') return false;
      if (indexed) environments.set(environment.key, indexed);
    }
    this.#publish({ isComplete: true, environments, problems: this.#discovery.problems });
    return true;
  }

  async #discover(): Promise<boolean> {
    const discovery = await this.#inSlices(this.#host.reader.discover(this.#folders));
    if (!discovery) return false;
    this.#discovery = discovery;
    await this.#host.beforeReading?.(discovery.environments.map(({ environment }) => environment));
    return true;
  }

  /** One environment that can't be read must not hide the others. */
  async #readSafely(
    folder: IndexedFolder,
    environment: Environment,
    known: IndexedEnvironment | undefined,
    taken: StaleParts,
  ): Promise<IndexedEnvironment | 'stopped' | undefined> {
    try {
      const { reader } = this.#host;
      const snapshot = await this.#readSnapshot(environment, known?.snapshot, taken);
      if (!snapshot) return 'stopped';
      const git = await this.#host.gitFacts?.(snapshot, folder.settings);
      const facts: RuleFacts = { git, ...this.#host.knownFacts?.(snapshot) };
      if (known?.snapshot === snapshot && known.folder === folder && sameFacts(known.facts, facts))
        return known;
      const findings = await this.#inSlices(reader.check(snapshot, folder.settings, facts));
      return findings ? { folder, snapshot, facts, findings } : 'stopped';
    } catch (error) {
      this.#host.log.error(`Reading ${environment.key} failed: ${describeError(error)}`);
      return known;
    }
  }

  async #readSnapshot(
    environment: Environment,
    previous: EnvironmentSnapshot | undefined,
    taken: StaleParts,
  ): Promise<EnvironmentSnapshot | undefined> {
    const changes = taken.changesOf(environment.key);
    const isSame = previous?.environment === environment;
    if (isSame && !changes && !taken.everything) return previous;
    const told = taken.everything ? undefined : (changes ?? { contents: new Set(), listing: true });
    return await this.#inSlices(this.#host.reader.read(environment, previous, told));
  }

  #publish(state: IndexState): void {
    const previous = this.#state;
    this.#state = state;
    for (const listener of this.#listeners) {
      try {
        listener(state, previous);
      } catch (error) {
        this.#host.log.error(`Telling what was read failed: ${describeError(error)}`);
      }
    }
  }

  async #inSlices<T extends object>(work: Generator<void, T>): Promise<T | undefined> {
    const result = await runInSlices(work, this.#host.runtime, () => this.#shouldStop());
    return result.finished ? result.value : undefined;
  }

  /**
   * The first index is carried through, so that there is something to show; later ones give way to newer
   * changes a few times.
   */
  #shouldStop(): boolean {
    if (this.#isDisposed) return true;
    return this.#stale.isAny && this.#state.isComplete && this.#restarts < mostRestarts;
  }
}

function sameFacts(one: RuleFacts, other: RuleFacts): boolean {
  return (
    one.git === other.git &&
    one.syntax === other.syntax &&
    one.unseenModels === other.unseenModels &&
    one.applied === other.applied
  );
}
