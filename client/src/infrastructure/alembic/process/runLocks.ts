import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import { sharedPlace } from '../databases/databaseIdentity';
import { identify, isRunning } from './processIdentity';
import type { ProcessIdentity } from './processIdentity';

/** Who writes to a database. */
export interface RunHolder {
  /** What is run, such as "Upgrading app.db to head". */
  readonly title: string;
  /** The window's folder, for people. */
  readonly window: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

interface Holder extends RunHolder {
  readonly owner: ProcessIdentity;
  /** The program that writes, once it is started: it may outlive the window that was its owner. */
  readonly program: ProcessIdentity | null;
}

/** What is held while something is written. */
export interface RunLock {
  /** Who else writes to one of the databases. */
  readonly others: readonly RunHolder[];
  /** Notes the program that writes. */
  started(pid: number | undefined): Promise<void>;
  release(): Promise<void>;
}

/**
 * Tells windows of each other's runs. Each run has a file of its own in the folder of its database, so none
 * can take another's; a file whose processes have ended counts for nothing and is removed.
 */
export class RunLocks {
  /** Takes a folder that all windows share, and what this window is called. */
  constructor(
    private readonly folder: string,
    private readonly window: string,
  ) {}

  /** Notes a run over the databases, then looks for others: of two at the same time, each sees the other. */
  async take(databases: readonly DatabaseState[], title: string): Promise<RunLock> {
    const keys = [...new Set(databases.map(databaseKey).filter((key) => key !== undefined))];
    const name = `${process.pid}-${randomUUID()}.json`;
    const files = keys.map((key) => join(this.folder, key, name));
    let holder: Holder = {
      title,
      window: this.window,
      since: Date.now(),
      owner: identify(process.pid),
      program: null,
    };
    for (const file of files) await write(file, holder);
    const others: Holder[] = [];
    for (const key of keys) others.push(...(await readOthers(join(this.folder, key), name)));
    return {
      others,
      started: async (pid) => {
        if (pid === undefined) return;
        holder = { ...holder, program: identify(pid) };
        for (const file of files) await write(file, holder);
      },
      release: async () => {
        for (const file of files) await discard(file);
      },
    };
  }
}

/** A hash of where the tables lie, without user and password; undefined for what nobody else sees. */
function databaseKey(database: DatabaseState): string | undefined {
  const place = sharedPlace(database);
  return place === undefined ? undefined : createHash('sha256').update(place).digest('hex').slice(0, 32);
}

async function readOthers(folder: string, own: string): Promise<readonly Holder[]> {
  const others: Holder[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (name === own || !name.endsWith('.json')) continue;
    const holder = await read(join(folder, name));
    if (holder && isRunning(holder.program ?? holder.owner)) others.push(holder);
    else await discard(join(folder, name));
  }
  return others;
}

async function read(file: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder>;
    const { title, window, since, owner, program = null } = holder;
    const isWhole = typeof title === 'string' && typeof window === 'string' && typeof since === 'number';
    return isWhole && owner ? { title, window, since, owner, program } : undefined;
  } catch {
    return undefined;
  }
}

/** Readers see the old text or the new one. A folder that can't be written to keeps nobody from a run. */
async function write(file: string, holder: Holder): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.tmp`, JSON.stringify(holder));
    await rename(`${file}.tmp`, file);
  } catch {
    await discard(`${file}.tmp`);
  }
}

async function discard(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}
