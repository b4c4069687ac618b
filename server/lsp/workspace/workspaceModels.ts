import { ModuleMemory } from '../../core/models/moduleMemory';
import type { UnseenModel } from '../../core/models/unseenModels';
import { modelScope, tablesSeen } from '../../core/models/unseenModels';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { Log } from '../session/runSafe';
import { describeError } from '../session/runSafe';
import type { Runtime } from '../session/runtime';
import { Debounce } from './debounce';
import type { IndexedEnvironment } from './indexState';
import { runInSlices } from './slices';
import type { WorkspaceFiles } from './workspaceFiles';
import type { WorkspaceIndex } from './workspaceIndex';

/** The parts of a session that looking for models needs. */
export interface ModelsHost {
  readonly runtime: Runtime;
  readonly files: WorkspaceFiles;
  readonly index: WorkspaceIndex;
  readonly log: Log;
}

/** A pause after which somebody is not typing or saving any more. Milliseconds. */
const whenQuiet = { quiet: 2000, longest: 20_000 };

/**
 * Follows the imports of each env.py once nobody has typed for a moment, and remembers the models that it
 * misses.
 */
export class WorkspaceModels {
  readonly #host: ModelsHost;
  readonly #debounce: Debounce;
  readonly #memory = new ModuleMemory();
  readonly #unseen = new Map<string, readonly UnseenModel[]>();
  #running: Promise<void> | undefined;
  #isDisposed = false;

  constructor(host: ModelsHost) {
    this.#host = host;
    const { runtime } = host;
    const now = (): number => runtime.monotonicMilliseconds();
    this.#debounce = new Debounce(runtime.timers, now, () => void this.#lookAfterRunning());
    host.index.onDidChange(({ isComplete, environments }, previous) => {
      const isNew = [...environments.keys()].some((key) => !previous.environments.has(key));
      if (isComplete && (isNew || !previous.isComplete)) this.noteChange();
    });
  }

  /** Python files changed: imports are followed again after a pause. */
  noteChange(): void {
    if (!this.#isDisposed) this.#debounce.call(whenQuiet);
  }

  /** The models that env.py misses; the very same object while that is the same. */
  unseenBy({ environment }: EnvironmentSnapshot): readonly UnseenModel[] | undefined {
    return this.#unseen.get(environment.key);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#debounce.cancel();
  }

  async #lookAfterRunning(): Promise<void> {
    if (this.#running) {
      await this.#running;
      return this.noteChange();
    }
    this.#running = this.#look().finally(() => (this.#running = undefined));
    await this.#running;
  }

  async #look(): Promise<void> {
    let isNew = false;
    for (const indexed of this.#host.index.state.environments.values()) {
      if (indexed.folder.settings.rules['unseen-model'] === 'off') continue;
      const found = await this.#find(indexed);
      if (this.#isDisposed) return;
      const { key } = indexed.snapshot.environment;
      const before = this.#unseen.get(key);
      if (JSON.stringify(before) === JSON.stringify(found)) continue;
      this.#unseen.set(key, found);
      isNew ||= found.length > 0 || before !== undefined;
    }
    if (isNew) this.#host.index.noteFacts();
  }

  async #find({ snapshot, folder }: IndexedEnvironment): Promise<readonly UnseenModel[]> {
    const scope = modelScope(
      snapshot.environment,
      folder.path,
      [...this.#host.index.state.environments.values()].map((each) => each.snapshot.environment),
    );
    try {
      const work = tablesSeen(this.#host.files, scope, this.#memory);
      const done = await runInSlices(work, this.#host.runtime, () => this.#isDisposed);
      return done.finished ? done.value.unseen : [];
    } catch (error) {
      this.#host.log.error(`Looking for models failed: ${describeError(error)}`);
      return [];
    }
  }
}
