import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import type { GitReader } from '../../disk/git/gitReader';
import { describeError } from '../session/runSafe';
import type { Log } from '../session/runSafe';
import type { Runtime } from '../session/runtime';
import { diskDelays } from './debounce';
import { compareWithDisk } from './compareWithDisk';
import type { WorkspaceFiles } from './workspaceFiles';
import type { WorkspaceIndex } from './workspaceIndex';

/** How long findings wait for Git before they are shown without it, to be completed later. Milliseconds. */
const patience = 1500;

/** The parts of a session that reading Git needs. */
export interface GitHost {
  readonly runtime: Runtime;
  readonly files: WorkspaceFiles;
  readonly index: WorkspaceIndex;
  readonly log: Log;
}

/** Git as the index and the requests of one session ask it. */
export class WorkspaceGit {
  readonly reader: GitReader;
  readonly #host: GitHost;
  readonly #pending = new Map<string, Promise<GitFacts | undefined>>();
  /** Environments for which nobody waits any more until Git has answered. */
  readonly #late = new Set<string>();

  constructor(host: GitHost, reader: GitReader) {
    this.#host = host;
    this.reader = reader;
  }

  /** What Git says of a snapshot; undefined where it has nothing to say, or not yet. */
  async factsFor(snapshot: EnvironmentSnapshot, mainBranch: string): Promise<GitFacts | undefined> {
    const { timers } = this.#host.runtime;
    const { key } = snapshot.environment;
    if (this.#late.has(key)) return undefined;
    const reading = this.#readAfterPending(snapshot, mainBranch);
    return await new Promise((resolve) => {
      const cancel = timers.after(patience, () => {
        this.#late.add(key);
        resolve(undefined);
      });
      void reading.then((facts) => {
        cancel();
        if (this.#late.delete(key)) this.#host.index.noteGit(diskDelays);
        resolve(facts);
      });
    });
  }

  dispose(): void {
    this.reader.dispose();
  }

  /**
   * One reading of an environment at a time: what the one before has read, the next one has. Never rejects.
   */
  #readAfterPending(snapshot: EnvironmentSnapshot, mainBranch: string): Promise<GitFacts | undefined> {
    const { key } = snapshot.environment;
    const before = this.#pending.get(key) ?? Promise.resolve(undefined);
    const reading = before.then(() => this.#readSafely(snapshot, mainBranch));
    this.#pending.set(key, reading);
    return reading;
  }

  async #readSafely(snapshot: EnvironmentSnapshot, mainBranch: string): Promise<GitFacts | undefined> {
    const { files, log } = this.#host;
    const isOpen = (path: string): boolean => files.openText(path) !== undefined;
    try {
      return await this.reader.facts({ snapshot, mainBranch, isOpen });
    } catch (error) {
      log.error(`Reading Git failed: ${describeError(error)}`);
      return undefined;
    }
  }
}

/** Starts to read Git for a session, where the host can. */
export function openWorkspaceGit(host: GitHost): WorkspaceGit | undefined {
  const reader = host.runtime.openGit?.({
    log: (message) => host.log.info(message),
    onDidChange: () => host.index.noteGit(diskDelays),
    onDidWriteFiles: () => compareWithDisk(host),
  });
  return reader && new WorkspaceGit(host, reader);
}
