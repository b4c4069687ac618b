import { shownText } from '../../vscode/shownText';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import { isInMemory, isThisMachine } from './databaseIdentity';

/** Schemas that say nothing: where tables are if nobody chose. */
const defaultSchemas: ReadonlySet<string> = new Set(['public', 'dbo']);
const defaultSearchPath = '"$user", public';

/**
 * A database in a word, for titles: the last part of its path, or its name; its schema where that matters.
 */
export function databaseName(database: DatabaseState): string {
  const inside = [shortName(database), ...schemaPart(database), ...partsApart(database)];
  const [name = '', ...more] = database.name ? [database.name, ...inside] : inside;
  return more.length > 0 ? `${name} (${more.join(', ')})` : name;
}

/** Everything that tells a database from another, the password masked: for a confirmation. */
export function databaseDetails(database: DatabaseState): string {
  const { name, dialect, user, searchPath, isFromUrl } = database;
  const path = searchPath && searchPath !== defaultSearchPath ? [`search path ${searchPath}`] : [];
  const parts = [
    name ? `${name}: ${dialect}` : dialect,
    serverText(database),
    `database ${databaseText(database)}`,
    ...schemaPart(database),
    ...path,
    ...partsApart(database).filter((part) => !path.includes(part)),
    user && `user ${user}`,
    isFromUrl && 'as its URL says',
  ];
  return shownText(parts.filter(Boolean).join(', '));
}

/** Several databases in a title. */
export function databaseNames(databases: readonly DatabaseState[]): string {
  return databases.map(databaseName).join(', ');
}

/** What a pattern of the settings may mean: the name as it is shown, the database's own, and its URL. */
export function guardedNames(database: DatabaseState): readonly string[] {
  const { url, file, server, serverPort, database: own } = database;
  const schema = database.versionTableSchema ?? database.schema;
  const qualified = own && schema ? [schema, `${own}.${schema}`] : [];
  const asServer = own && server ? [`${database.dialect}://${address(server, serverPort)}/${own}`] : [];
  const names = [url, own, file, shortName(database), databaseName(database), ...qualified, ...asServer];
  return [...new Set(names.filter((each) => each !== null && each !== undefined))];
}

/** What may tell databases apart that have one name. */
const differences: readonly ((database: DatabaseState) => string)[] = [
  serverText,
  ({ schema }) => (schema ? `schema ${schema}` : ''),
  ({ searchPath }) => (searchPath ? `search path ${searchPath}` : ''),
  ({ versionTable }) => (versionTable ? `version table ${versionTable}` : ''),
  ({ file, database }) => file ?? database ?? '',
  ({ user }) => (user ? `user ${user}` : ''),
];

/**
 * The databases of one answer, with what tells those apart that would be called the same: tenants on one
 * connection, version tables side by side.
 */
export function distinguishDatabases(databases: readonly DatabaseState[]): readonly DatabaseState[] {
  const alike = byName(databases);
  const telling = new Map(
    [...alike].map(([name, group]) => [
      name,
      differences.filter((part) => new Set(group.map(part)).size > 1),
    ]),
  );
  const apart = databases.map((database) => {
    const name = databaseName(database);
    if (alike.get(name)?.length === 1) return database;
    const parts = telling.get(name) ?? [];
    return { ...database, apart: parts.map((part) => part(database)).filter(Boolean) };
  });
  const left = byName(apart);
  return apart.map((database, index) => {
    if (left.get(databaseName(database))?.length === 1) return database;
    const count = `${index + 1} of ${databases.length}`;
    return { ...database, apart: [...(database.apart ?? []), count] };
  });
}

function byName(databases: readonly DatabaseState[]): ReadonlyMap<string, readonly DatabaseState[]> {
  const groups = new Map<string, DatabaseState[]>();
  for (const database of databases) {
    const name = databaseName(database);
    const group = groups.get(name);
    if (group) group.push(database);
    else groups.set(name, [database]);
  }
  return groups;
}

function shortName(database: DatabaseState): string {
  const { database: path, host, dialect } = database;
  if (isInMemory(database)) return dialect;
  return path?.split(/[\\/]/).at(-1) || host || dialect;
}

function databaseText(database: DatabaseState): string {
  if (isInMemory(database)) return '(in memory)';
  return database.database || 'name not known';
}

function partsApart(database: DatabaseState): readonly string[] {
  const shown = schemaPart(database);
  return (database.apart ?? []).filter((part) => !shown.includes(part));
}

/** The schema that has the version table, where it is not the one that everybody has. */
function schemaPart({ schema, versionTableSchema, user }: DatabaseState): readonly string[] {
  if (versionTableSchema) return [`schema ${versionTableSchema}`];
  const isUsual = !schema || defaultSchemas.has(schema) || schema.toLowerCase() === user?.toLowerCase();
  return isUsual ? [] : [`schema ${schema}`];
}

/**
 * The server as it was reached, and what it calls itself where that is another name: behind a tunnel, in a
 * container.
 */
function serverText({ host, port, server, serverPort }: DatabaseState): string {
  if (host === null) return '';
  const reached = /^[/@]/.test(host) ? `socket ${host}` : `host ${address(host, port)}`;
  const isOther = server && server !== host && !isThisMachine(server);
  return isOther ? `${reached} (server ${address(server, serverPort)})` : reached;
}

function address(host: string, port: number | null | undefined): string {
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return [name, port].filter((part) => part !== null && part !== undefined).join(':');
}
