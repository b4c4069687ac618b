import { basename, join } from 'node:path';
import type { CopyWish, DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { isInMemory } from '../../infrastructure/alembic/databases/databaseIdentity';

/** The longest name of a database that PostgreSQL keeps whole. Bytes. */
const longestName = 63;

/**
 * The copy of each database: a file in the folder, or a database on the same server. Undefined where one can
 * not be copied from here.
 */
export function copyWishes(
  databases: readonly DatabaseState[],
  folder: string,
  now: Date,
): readonly CopyWish[] | undefined {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
  const wishes = databases.map((database) => wishOf(database, folder, stamp));
  const known = wishes.filter((wish) => wish !== undefined);
  // Tenants on one connection are one database, copied once.
  return known.length === wishes.length
    ? [
        ...new Map(
          known.map((wish) => [JSON.stringify([wish.file, wish.host, wish.port, wish.database]), wish]),
        ).values(),
      ]
    : undefined;
}

function wishOf(database: DatabaseState, folder: string, stamp: string): CopyWish | undefined {
  const { dialect, file, database: name, host, port, server, serverPort } = database;
  if (database.isFromUrl || isInMemory(database)) return undefined;
  if (dialect === 'sqlite') {
    if (!file) return undefined;
    return { file, to: join(folder, stamp, basename(file)) };
  }
  if (dialect !== 'postgresql' || name === null) return undefined;
  const tail = `_copy_${stamp}`;
  const start = Buffer.from(name)
    .subarray(0, longestName - tail.length)
    .toString()
    .replace(/\uFFFD$/, '');
  return {
    database: name,
    host,
    port,
    server: server ?? null,
    serverPort: serverPort ?? null,
    to: start + tail,
  };
}
