import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Repository } from './repository';

/** Files whose change says nothing about commits and branches. */
const irrelevant =
  /\.lock$|^(index.*|objects|COMMIT_EDITMSG|description|info|hooks|lfs|gc\.pid|fsmonitor.*)$/;

/** Watches the few folders in which a repository says what is checked out and where branches stand. */
export class RepositoryWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /**
   * Watches folders that are new as well; true if everything relevant is watched and polling is not needed.
   */
  follow({ gitDirectory, commonDirectory }: Repository): boolean {
    const needed = [gitDirectory, commonDirectory, `${commonDirectory}/refs/heads`];
    const optional = ['refs/remotes', 'refs/remotes/origin', 'reftable'].map(
      (name) => `${commonDirectory}/${name}`,
    );
    for (const path of optional) this.#watch(path);
    return needed.map((path) => this.#watch(path)).every(Boolean);
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(path: string): boolean {
    if (this.#watchers.has(path)) return true;
    try {
      const watcher = watch(path, { persistent: false }, (_, name) => {
        if (name === null || !irrelevant.test(name)) this.#onChange();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(path);
        this.#onChange();
      });
      this.#watchers.set(path, watcher);
      return true;
    } catch {
      return false;
    }
  }
}
