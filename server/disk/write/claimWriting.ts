import { setTimeout as wait } from 'node:timers/promises';
import type { ChangeBounds } from '../../core/edits/gateChange';
import { partBelow } from '../../core/files/containment';
import { writePlace } from '../writePlace';
import { Journal } from './journal';
import type { FoundJournal } from './journal';
import { causeOf } from './systemError';

/** The right to write to some folders, which one process has at a time, until the journal ends. */
export type Claim =
  { readonly ok: true; readonly journal: Journal } | { readonly ok: false; readonly reason: string };

/** How often, and about how many milliseconds apart, a process asks while another one writes. */
const mostTries = 100;
const pause = 50;

/**
 * Claims the folders of a change by beginning a journal, before its files are read. Each process begins its
 * own journal before it looks for others, and writes nothing while another running process has one.
 */
export async function claimWriting(bounds: ChangeBounds): Promise<Claim> {
  const roots = rootsOf(bounds);
  for (let tries = 1; ; tries++) {
    let journal: Journal | undefined;
    let other: FoundJournal | undefined;
    try {
      journal = Journal.begin(roots);
      other = journal
        .others()
        .find((found) => isOf(found, roots) && found.owner === 'alive' && !isOwn(found));
      if (!other) return { ok: true, journal };
      journal.end();
    } catch (error) {
      return { ok: false, reason: noStateFolder(causeOf(error)) };
    }
    const pid = String(other.record?.process.pid ?? 0);
    if (tries === mostTries)
      return {
        ok: false,
        reason: `Another alembic-ls (process ${pid}) is writing to this project, so nothing was written; try again when it has ended.`,
      };
    await wait(pause * (0.5 + Math.random()));
  }
}

function isOwn({ record }: FoundJournal): boolean {
  return record?.process.pid === process.pid;
}

/** Begins the journal of one change, or says why the state folder does not take one. */
export function beginJournal(bounds: ChangeBounds): Claim {
  try {
    return { ok: true, journal: Journal.begin(rootsOf(bounds)) };
  } catch (error) {
    return { ok: false, reason: noStateFolder(causeOf(error)) };
  }
}

/** The real paths of the folders of a change. */
export function rootsOf({ folders }: ChangeBounds): readonly string[] {
  return [...new Set(folders.map((folder) => writePlace(folder) ?? folder))];
}

/** Whether a journal is of a change to one of these folders, or to one around or inside of them. */
export function isOf({ record }: FoundJournal, roots: readonly string[]): boolean {
  const own = record?.roots ?? [];
  return own.some((one) => roots.some((other) => one === other || overlaps(one, other)));
}

function overlaps(one: string, other: string): boolean {
  return partBelow(one, other) !== undefined || partBelow(other, one) !== undefined;
}

function noStateFolder(cause: string): string {
  return `Nothing was written, because the journal of changes can't be created (${cause}): make the state folder writable, or set XDG_STATE_HOME to another folder.`;
}
