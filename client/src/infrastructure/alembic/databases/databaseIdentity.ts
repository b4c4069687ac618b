import { hostname } from 'node:os';
import type { DatabaseState } from '../bridge/bridgeAnswers';

const defaultPorts: ReadonlyMap<string, number> = new Map([
  ['postgresql', 5432],
  ['mysql', 3306],
  ['mssql', 1433],
  ['oracle', 1521],
]);

/**
 * Which database it is and what of it is migrated, as its connection says: equal where a run writes to the
 * same rows. The URL counts only where the connection could not be asked.
 */
export function databaseIdentity(database: DatabaseState): string {
  const { name, driver, user, schema, searchPath, versionTable, versionTableSchema } = database;
  return JSON.stringify([
    placeOf(database),
    reachedServer(database),
    [name, driver, user, schema ?? null, searchPath ?? null, versionTable, versionTableSchema],
    database.isFromUrl ? database.url : null,
  ]);
}

/** True where both are the same database with the same rows in mind. */
export function sameDatabase(one: DatabaseState, other: DatabaseState): boolean {
  return databaseIdentity(one) === databaseIdentity(other);
}

/**
 * Where the tables lie, whoever asks by whatever way: equal where two runs write to one database. Undefined
 * for one in memory, which nobody else sees.
 */
export function sharedPlace(database: DatabaseState): string | undefined {
  return isInMemory(database) ? undefined : JSON.stringify(placeOf(database));
}

/** True where the database is gone with its connection, as far as that is known. */
export function isInMemory({ dialect, host, database, file, inMemory, isFromUrl }: DatabaseState): boolean {
  if (inMemory !== undefined) return inMemory;
  if (dialect !== 'sqlite' || host !== null || file) return false;
  return isFromUrl ? database === ':memory:' : !database || database.startsWith(':memory:');
}

/** The server by its own word where it gave one, because there are many ways to one server. */
function placeOf({ dialect, host, port, server, serverPort, database, file }: DatabaseState): unknown {
  const family = dialect === 'mariadb' ? 'mysql' : dialect;
  if (family === 'sqlite' && host === null) return [family, file ?? database];
  const told = server && !isThisMachine(server) ? server : undefined;
  const itsPort = told === undefined ? (serverPort ?? port) : (serverPort ?? null);
  return [family, told ?? sameHost(host), itsPort ?? defaultPorts.get(family) ?? null, database];
}

function reachedServer({ host, port }: DatabaseState): unknown {
  return [host === null ? null : sameHost(host), port];
}

function sameHost(host: string | null): string {
  const name = host?.toLowerCase() ?? '';
  return isThisMachine(name) ? 'localhost' : name;
}

/** True for a name of the machine that this runs on. */
export function isThisMachine(host: string): boolean {
  return (
    [hostname().toLowerCase(), '', 'localhost', '::1', '[::1]'].includes(host) || /^(?:127\.|[/@])/.test(host)
  );
}
