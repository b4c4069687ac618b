import { databaseNames } from '../alembic/databases/databaseName';
import type { KnownDatabases } from './databaseStates';

/** The names of databases, and as of when what is shown of them holds where that is not now. */
export function shownDatabases({ databases, asOf: time }: KnownDatabases): string {
  const names = databaseNames(databases);
  return time ? `${names} ${asOf(time)}` : names;
}

/** A time in words: the clock's for today, else the day. */
export function asOf(time: Date): string {
  const isToday = time.toDateString() === new Date().toDateString();
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  return `as of ${isToday ? time.toLocaleTimeString([], clock) : time.toLocaleDateString()}`;
}
