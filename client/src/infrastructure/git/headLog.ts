import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Bytes of the log's end that are looked at, if the log is no longer. */
const longestLog = 4_000_000;

const ownCommit = /^commit(?: \((?:amend|initial)\))?:/;

/**
 * Whether what is checked out went from one commit to another by commits that a person made there alone, so
 * that nothing came from elsewhere. False where Git's log of it does not tell.
 */
export function isOwnWork(root: string, from: string | undefined, to: string | undefined): boolean {
  const entries = readLog(root);
  const start = entries.findLastIndex(({ before, after }) => after === from || before === from);
  const begun = entries.slice(start).filter(({ before }, index) => index > 0 || before === from);
  const end = begun.findLastIndex(({ after }) => after === to);
  const steps = begun.slice(0, end + 1);
  return start >= 0 && steps.length > 0 && steps.every(({ action }) => ownCommit.test(action));
}

interface LogEntry {
  readonly before: string;
  readonly after: string;
  readonly action: string;
}

function readLog(root: string): readonly LogEntry[] {
  try {
    const file = join(gitFolder(root), 'logs', 'HEAD');
    if (statSync(file).size > longestLog) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [hashes = '', action = ''] = line.split('\t', 2);
        const [before, after] = hashes.split(' ', 2);
        return before && after ? [{ before, after, action }] : [];
      });
  } catch {
    return [];
  }
}

/** Of a worktree beside the repository, `.git` is a file that names the folder. */
function gitFolder(root: string): string {
  const path = join(root, '.git');
  if (statSync(path).isDirectory()) return path;
  const named = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]?.trim() ?? '';
  return isAbsolute(named) ? named : join(root, named);
}
