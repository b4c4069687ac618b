import refusals from '../../../../python/workbench_bridge/refusals.json';
import { cutLine } from './cutLine';

/** What a database refuses. */
export type Refusal =
  | 'databaseLocked'
  | 'databaseMissing'
  | 'schemaMissing'
  | 'statementNotKept'
  | 'permissionDenied'
  | 'wrongPassword'
  | 'odbcDriverMissing'
  | 'cannotConnect'
  | 'databaseRefused';

const isOfDatabase = new RegExp(refusals.databaseError);
/** What a driver says of a connection, which may be anything. */
const isOfConnection = /^[\w.]{0,100}InterfaceError: /;
/** The class of asyncpg's error, as SQLAlchemy puts it before its text. */
const errorClass = /^<class '[\w.]{1,200}'>: /;
/** Number or state, and text, as some drivers print both. */
const numbered = /^\((?:-?\d{1,10}|'\w{1,10}'), (["'])(.{1,8000})\1\)$/;
const kinds = refusals.kinds.map(({ kind, pattern }) => ({
  kind: kind as Refusal,
  pattern: new RegExp(pattern, 'i'),
}));

/** What a database refused, in the last line of a traceback; undefined where it is not one's refusal. */
function refusalIn(message: string): Refusal | undefined {
  const text = cutLine(message);
  if (!isOfDatabase.test(text)) return undefined;
  const found = kinds.find(({ pattern }) => pattern.test(text))?.kind;
  return found ?? (isOfConnection.test(text) ? undefined : 'databaseRefused');
}

/** A database's refusal, as it stands in the last line of a traceback, in one sentence; else undefined. */
export function explainedRefusal(message: string): string | undefined {
  const kind = refusalIn(message);
  const reason = message.replace(isOfDatabase, '').trim();
  return kind && explainRefusal(kind, numbered.exec(reason)?.[2] ?? reason);
}

/** The refusal in one sentence, with what to do next. */
export function explainRefusal(kind: Refusal, message: string): string {
  const reason = message.replace(errorClass, '');
  switch (kind) {
    case 'databaseLocked':
      return `The database is locked by another connection (${reason}); let that one end, and try again.`;
    case 'databaseMissing':
      return `There is no such database (${reason}); create it, or correct its name where env.py takes it from.`;
    case 'schemaMissing':
      return `There is no such schema (${reason}); create it, or correct its name in version_table_schema or the search path.`;
    case 'statementNotKept':
      return `A connection pooler such as PgBouncer loses prepared statements (${reason}); lead migrations to the server itself, or turn prepared statements off in the driver.`;
    case 'wrongPassword':
      return `The database denied the login (${reason}); look at the user and password that env.py uses.`;
    case 'odbcDriverMissing':
      return `The ODBC driver is missing (${reason}); install it where Alembic runs, or correct its name where env.py takes it from.`;
    case 'cannotConnect':
      return `The database can't be reached (${reason}); see that it runs and that its URL is right.`;
    case 'permissionDenied':
      return `The database's user may not do this (${reason}); grant the right, or have env.py log in as another user.`;
    case 'databaseRefused':
      return `The database refused a statement (${reason}); look at what it says and at the line that sent it.`;
  }
}
