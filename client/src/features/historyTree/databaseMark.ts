import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';

/** Whether every database has a revision; undefined where that is not known. */
export function databaseMark(id: string, databases: KnownDatabases): 'applied' | 'pending' | undefined {
  if (databases.applied.has(id)) return 'applied';
  return databases.isWhole ? 'pending' : undefined;
}
