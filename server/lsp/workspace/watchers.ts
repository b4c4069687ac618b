import type { Connection, Disposable, FileSystemWatcher } from 'vscode-languageserver';
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { uriFromPath } from '../convert/paths';
import type { Log } from '../runSafe';
import { describeError } from '../runSafe';
import type { WatchPattern } from './watchPatterns';

/** The watchers that are registered at the client, replaced as a whole when the patterns change. */
export class Watchers {
  readonly #connection: Connection;
  readonly #log: Log;
  readonly #supportsRelativePatterns: boolean;
  #registered = '';
  #registration: Disposable | undefined;

  constructor(connection: Connection, log: Log, supportsRelativePatterns: boolean) {
    this.#connection = connection;
    this.#log = log;
    this.#supportsRelativePatterns = supportsRelativePatterns;
  }

  /** True where new patterns were registered, so that what happened before may have been missed. */
  async watch(patterns: readonly WatchPattern[]): Promise<boolean> {
    const written = JSON.stringify(patterns);
    if (written === this.#registered) return false;
    this.#registered = written;
    const previous = this.#registration;
    try {
      this.#registration = await this.#connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: this.#convert(patterns),
      });
    } catch (error) {
      this.#log.error(`Watching files failed: ${describeError(error)}`);
      return false;
    }
    previous?.dispose();
    return true;
  }

  #convert(patterns: readonly WatchPattern[]): FileSystemWatcher[] {
    if (this.#supportsRelativePatterns) {
      return patterns.map(({ base, pattern }) => ({ globPattern: { baseUri: uriFromPath(base), pattern } }));
    }
    const globs = patterns.map(({ pattern }) => (pattern.startsWith('**/') ? pattern : `**/${pattern}`));
    return [...new Set(globs)].map((globPattern) => ({ globPattern }));
  }
}
