import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, so that it can be told later whether it is still there. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The boot and the time since it at which it began; empty where the system does not say. */
  readonly started: string;
  /** The machine or container whose process numbers these are. */
  readonly machine: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid), machine: machineName() };
}

/** Whether a process runs. Nobody can tell of one on another machine. */
export function lifeOf({ pid, started, machine }: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (machine !== machineName()) return 'unknown';
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  const now = startOf(pid);
  return started === '' || now === started ? 'alive' : 'dead';
}

/** Containers count their processes anew, and may share a home folder. */
function machineName(): string {
  if (process.platform !== 'linux') return process.platform;
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** `dead` for what has ended and was not waited for. */
function startOf(pid: number): string {
  if (process.platform !== 'linux') return '';
  try {
    const facts = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const fields = facts.slice(facts.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'dead';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}
