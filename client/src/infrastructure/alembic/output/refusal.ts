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
export function refusalIn(message: string): Refusal | undefined {
  const text = cutLine(message);
  if (!isOfDatabase.test(text)) return undefined;
  const found = kinds.find(({ pattern }) => pattern.test(text))?.kind;
  return found ?? (isOfConnection.test(text) ? undefined : 'databaseRefused');
}

/** What the database itself says in such a line. */
export function refusalReason(message: string): string {
  const reason = message.replace(isOfDatabase, '').trim();
  return numbered.exec(reason)?.[2] ?? reason;
}

/** A database's refusal, as it stands in the last line of a traceback, in one sentence; else undefined. */
export function explainedRefusal(message: string): string | undefined {
  const kind = refusalIn(message);
  return kind && explainRefusal(kind, refusalReason(message));
}

/** The refusal in one sentence, with what to do next. */
export function explainRefusal(kind: Refusal, message: string): string {
  const reason = message.replace(errorClass, '');
  switch (kind) {
    case 'databaseLocked':
      return `The database is locked by another connection (${reason}); let that one end, and try again.`;
    case 'databaseMissing':
      return `${missingDatabase(reason)} (${reason}); create it, or correct its name where env.py takes it from.`;
    case 'schemaMissing':
      return `There is no such schema (${reason}); create it, or correct its name in version_table_schema or the search path.`;
    case 'statementNotKept':
      return `A connection pooler such as PgBouncer loses prepared statements (${reason}); lead migrations to the server itself, or turn prepared statements off in the driver.`;
    case 'wrongPassword':
      return `${deniedLogin(reason)} (${reason}); look at the user and password that env.py uses.`;
    case 'odbcDriverMissing':
      return `The ODBC driver is missing (${reason}); install it where Alembic runs, or correct its name where env.py takes it from.`;
    case 'cannotConnect':
      return `${unreachable(reason)} (${reason}); see that it runs and that its URL is right.`;
    case 'permissionDenied':
      return `The database's user may not do this (${reason}); grant the right, or have env.py log in as another user.`;
    case 'databaseRefused':
      return `The database refused a statement (${reason}); look at what it says and at the line that sent it.`;
  }
}

function missingDatabase(reason: string): string {
  const name = /database "([^"]{1,200})" does not exist|unknown database '([^']{1,200})'/i.exec(reason);
  return name ? `There is no database ${name[1] ?? name[2]}` : 'There is no such database';
}

function deniedLogin(reason: string): string {
  const role = /role "([^"]{1,200})" does not exist/.exec(reason)?.[1];
  if (role !== undefined) return `The database has no user ${role}`;
  if (/no password supplied|using password: NO/.test(reason)) return 'The database asks for a password';
  const user =
    /password authentication failed for user "([^"]{1,200})"|access denied for user '([^']{1,200})'/i.exec(
      reason,
    );
  return user
    ? `The database refused the password of user ${user[1] ?? user[2]}`
    : 'The database denied the login';
}

/** As libpq, asyncpg, and the drivers of MySQL name what does not answer. */
const places = [
  /connection to server at "([^"]{1,200})"(?: \([^)]{1,100}\))?, port (\d{1,5}) failed: (?:could not receive data from server: )?connection refused/i,
  /connect call failed \('([^']{1,200})', (\d{1,5})/i,
  /can't connect to (?:\w{1,20} ){0,2}server on '([^':]{1,200})(?::(\d{1,5}))?'.{0,100}(?:refused|111|61|10061)/i,
];
const hosts = [
  /could not translate host name "([^"]{1,200})"/,
  /failed to resolve host '([^']{1,200})'/,
  /server on '([^':]{1,200})(?::\d{1,5})?'.{0,60}(?:name or service not known|temporary failure in name|nodename nor)/i,
];

function unreachable(reason: string): string {
  const host = hosts.map((pattern) => pattern.exec(reason)?.[1]).find((name) => name !== undefined);
  if (host !== undefined) return `The database's host ${host} is not known here`;
  const place = places.map((pattern) => pattern.exec(reason)).find((found) => found !== null);
  if (!place) return "The database can't be reached";
  return `Nothing listens at ${place[1]}${place[2] === undefined ? '' : `:${place[2]}`}`;
}
