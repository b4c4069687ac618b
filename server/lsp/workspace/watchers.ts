import type { Connection, Disposable, FileSystemWatcher } from 'vscode-languageserver';
import { DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver';
import { uriFromPath } from '../convert/paths';
import type { Log } from '../session/runSafe';
import { describeError } from '../session/runSafe';
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
    const watchers = patterns.map(({ base, pattern, existenceOnly }): FileSystemWatcher => ({
      globPattern: this.#supportsRelativePatterns
        ? { baseUri: uriFromPath(base), pattern }
        : `${pattern.startsWith('**/') ? '' : '**/'}${pattern}`,
      ...(existenceOnly && { kind: WatchKind.Create | WatchKind.Delete }),
    }));
    return [...new Map(watchers.map((watcher) => [JSON.stringify(watcher), watcher])).values()];
  }
}
