import { shownText } from '../../vscode/shownText';
import type { DatabaseState } from '../bridge/bridgeAnswers';

/** A database in a word, for titles: the last part of its path, or its name. */
export function databaseName(database: DatabaseState): string {
  const name = database.database?.split(/[\\/]/).at(-1) || database.host || database.dialect;
  return database.name ? `${database.name} (${name})` : name;
}

/** Everything that tells a database from another, the password masked: for a confirmation. */
export function databaseDetails(database: DatabaseState): string {
  const server = [database.host, database.port].filter((part) => part !== null).join(':');
  const parts = [
    database.name ? `${database.name}: ${database.dialect}` : database.dialect,
    server && `host ${server}`,
    `database ${database.database || '(in memory)'}`,
    database.user && `user ${database.user}`,
  ];
  return shownText(parts.filter(Boolean).join(', '));
}

/** Several databases in a title. */
export function databaseNames(databases: readonly DatabaseState[]): string {
  return databases.map(databaseName).join(', ');
}
