import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Repository } from './repository';

/** Files whose change says nothing about commits and branches. */
const irrelevant =
  /\.lock$|^(index.*|objects|COMMIT_EDITMSG|description|info|hooks|lfs|gc\.pid|fsmonitor.*)$/;

/** What Git writes last when it has changed files of the work tree. */
const afterFiles = /^(index|HEAD|ORIG_HEAD|MERGE_HEAD)$/;

/** What a change in a repository's own folder tells. */
export interface RepositoryListener {
  /** Commits, branches or what is checked out may be others. */
  readonly onDidChange: () => void;
  /** Git may have written files of the work tree. */
  readonly onDidWriteFiles: () => void;
}

/** Watches the few folders in which a repository says what is checked out and where branches stand. */
export class RepositoryWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #listener: RepositoryListener;

  constructor(listener: RepositoryListener) {
    this.#listener = listener;
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
        if (name === null || !irrelevant.test(name)) this.#listener.onDidChange();
        if (name === null || afterFiles.test(name)) this.#listener.onDidWriteFiles();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(path);
        this.#listener.onDidChange();
      });
      this.#watchers.set(path, watcher);
      return true;
    } catch {
      return false;
    }
  }
}
