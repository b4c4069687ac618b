import { join } from 'node:path';
import type { Runtime } from '../session/runtime';
import { GitReader } from '../../disk/git/gitReader';
import { nodeEditSources } from '../../disk/nodeEditSources';
import { nodeFileSystem } from '../../disk/nodeFileSystem';
import { interruptedChanges } from '../../disk/write/settleInterrupted';
import { SyntaxChecker } from '../../disk/syntax/syntaxChecker';

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
  ...nodeEditSources,
  interruptedChanges,
  openGit: (host) => new GitReader(host),
  openSyntax: (log) =>
    new SyntaxChecker({ program: join(__dirname, 'syntax-check.js'), background: true, mostProcesses: 1, log }),
};
