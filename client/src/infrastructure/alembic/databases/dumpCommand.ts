import type { DatabaseState } from '../bridge/bridgeAnswers';

/** A program with its words that writes a database into a file; it asks for the password. */
export interface DumpCommand {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The database's own tool that backs it up into a file; undefined where none is known. */
export function dumpCommand(database: DatabaseState, file: string): DumpCommand | undefined {
  const { dialect, host, port, user, database: name } = database;
  if (name === null) return undefined;
  const place = [...(host === null ? [] : [`--host=${host}`]), ...(port === null ? [] : [`--port=${port}`])];
  switch (dialect) {
    case 'postgresql':
      return {
        program: 'pg_dump',
        arguments: [
          '--format=custom',
          `--file=${file}`,
          ...place,
          ...(user === null ? [] : [`--username=${user}`]),
          // A name that looks like an option, or like a connection's parameters, is a name all the same.
          `--dbname=${quotedName(name)}`,
        ],
      };
    case 'mysql':
    case 'mariadb': {
      const isSocket = host?.startsWith('/') ?? false;
      return {
        program: dialect === 'mariadb' ? 'mariadb-dump' : 'mysqldump',
        arguments: [
          '--single-transaction',
          '--routines',
          `--result-file=${file}`,
          ...(isSocket ? [`--socket=${host ?? ''}`] : place),
          ...(user === null ? [] : [`--user=${user}`]),
          '--password',
          '--databases',
          name,
        ],
      };
    }
    default:
      return undefined;
  }
}

/** libpq takes a name with `=` or the start of a URL for parameters. */
function quotedName(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  return `dbname='${name.replace(/[\\']/g, '\\$&')}'`;
}
