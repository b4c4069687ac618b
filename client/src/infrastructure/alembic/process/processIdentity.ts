import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** A process that can be told from a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it was started, as the system counts; null where the system does not say. */
  readonly started: string | null;
  /** When this was noted. Milliseconds since 1970. */
  readonly noted: number;
}

/** Notes a process that runs now. */
export function identify(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid), noted: Date.now() };
}

/** Whether that same process still runs. Ids mean nothing after the machine was started anew. */
export function isRunning({ pid, started, noted }: ProcessIdentity): boolean {
  if (noted < Date.now() - uptime() * 1000) return false;
  if (!isAlive(pid)) return false;
  const startedNow = startOf(pid);
  return started === null || startedNow === null || started === startedNow;
}

/** Whether a process has the id. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Linux alone has it in a file: the twenty-second field, after the name in brackets, which may have blanks. A
 * zombie runs no more.
 */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
  } catch {
    return null;
  }
}
