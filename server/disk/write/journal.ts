import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { JournalPhase, JournalRecord, JournalStep } from './journalRecord';
import { journalLine, parseJournal, phaseLine } from './journalRecord';
import { lifeOf, ownIdentity } from './processIdentity';
import { isOwnFolder, journalFolder, journalFolders, spareJournalFolder } from './stateFolder';
import { isSystemError, RejectedWrite } from './systemError';

/** A journal that lies in the state folder. */
export interface FoundJournal {
  readonly path: string;
  /** Undefined for a damaged one. */
  readonly record: JournalRecord | undefined;
  readonly owner: 'alive' | 'dead' | 'unknown';
}

/**
 * The journal of this process: the planned steps, kept in the person's state folder so that a later command
 * can finish or revert them.
 */
export class Journal {
  readonly #path: string;
  readonly #roots: readonly string[];

  private constructor(path: string, roots: readonly string[]) {
    this.#path = path;
    this.#roots = roots;
  }

  /** Begins a journal without steps. Throws a system error where the state folder can't be written. */
  static begin(roots: readonly string[]): Journal {
    try {
      return Journal.#beginIn(journalFolder(), roots);
    } catch (error) {
      // A folder that the person has named is theirs to put right.
      if (!isSystemError(error) || process.env['XDG_STATE_HOME'] !== undefined) throw error;
      return Journal.#beginIn(spareJournalFolder(), roots);
    }
  }

  static #beginIn(folder: string, roots: readonly string[]): Journal {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwnFolder(folder)) throw new RejectedWrite(`${folder} can be written by others`);
    const name = `${String(process.pid)}-${randomBytes(6).toString('hex')}.journal`;
    const journal = new Journal(join(folder, name), roots);
    journal.plan([]);
    return journal;
  }

  /** Writes down all steps before the first of them and its temporary files. */
  plan(steps: readonly JournalStep[]): void {
    const fresh = `${this.#path}.new`;
    writeDown(fresh, journalLine({ version: 1, process: ownIdentity(), roots: this.#roots, steps }));
    renameSync(fresh, this.#path);
  }

  /** Writes down that a phase begins. */
  enter(phase: JournalPhase): void {
    enterPhase(this.#path, phase);
  }

  /** Nothing of it is left to be done. */
  end(): void {
    rmSync(this.#path, { force: true });
  }

  /** All journals but this one. */
  others(): readonly FoundJournal[] {
    return listJournals().filter(({ path }) => path !== this.#path);
  }
}

/** All journals in the state folder, of running and of killed processes; empty without the folder. */
export function listJournals(): readonly FoundJournal[] {
  return journalFolders()
    .flatMap(pathsIn)
    .filter((path) => path.endsWith('.journal'))
    .flatMap((path): readonly FoundJournal[] => {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (error) {
        // It has ended meanwhile.
        return (error as NodeJS.ErrnoException).code === 'ENOENT'
          ? []
          : [{ path, record: undefined, owner: 'unknown' }];
      }
      const record = parseJournal(text);
      return [{ path, record, owner: record ? lifeOf(record.process) : 'unknown' }];
    });
}

/** Writes down that a phase of a change begins. */
export function enterPhase(path: string, phase: JournalPhase): void {
  const handle = openSync(path, 'a');
  try {
    appendFileSync(handle, phaseLine(phase));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes the journal of another process, which has ended. */
export function dropJournal(path: string): void {
  rmSync(path, { force: true });
}

function pathsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function writeDown(path: string, text: string): void {
  const handle = openSync(path, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
