import { randomBytes } from 'node:crypto';
import type { Runtime } from '../runtime';
import { GitReader } from '../../disk/git/gitReader';
import { nodeFileSystem } from '../../disk/nodeFileSystem';

/** The runtime of a server that runs in Node, as the extension and `alembic-ls server` start it. */
export const nodeRuntime: Runtime = {
  disk: nodeFileSystem,
  timers: {
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    yieldToOthers: () => new Promise((resolve) => setImmediate(resolve)),
  },
  monotonicMilliseconds: () => performance.now(),
  epochMilliseconds: () => Date.now(),
  localTimeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  newRevisionId: () => randomBytes(6).toString('hex'),
  openGit: (host) => new GitReader(host),
};
