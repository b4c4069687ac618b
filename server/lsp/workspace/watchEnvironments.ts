import type { Environment } from '../../core/project/environmentSnapshot';
import type { Session } from '../session/session';
import { Watchers } from './watchers';
import { sourceRoots, watchPatterns } from './watchPatterns';

/** How long reading waits for a client that does not answer whether it watches. Milliseconds. */
const patience = 2000;

/**
 * Has the client watch the files that make environments, and the directories of those that are found, before
 * these are read: what happens in between would not be told.
 */
export class EnvironmentWatching {
  readonly #session: Session;
  readonly #watchers: Watchers;

  constructor(session: Session) {
    const { connection, log, client } = session;
    this.#session = session;
    this.#watchers = new Watchers(connection, log, client.supportsRelativePatterns);
    session.files.remembers = true;
  }

  async watch(
    folders: readonly { readonly path: string }[],
    environments: readonly Environment[],
  ): Promise<void> {
    const registering = this.#watchers.watch(watchPatterns(folders, environments)).then((isNew) => {
      if (!isNew) return;
      for (const path of sourceRoots(environments)) this.#session.files.note({ path, kind: 'created' });
    });
    const { timers } = this.#session.runtime;
    await new Promise<void>((resolve) => {
      const cancel = timers.after(patience, resolve);
      void registering.finally(() => {
        cancel();
        resolve();
      });
    });
  }
}
