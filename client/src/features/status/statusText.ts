import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';

/** Where an environment's databases stand, in a few words; empty where that is not known. */
export function databaseText(environment: EnvironmentDto, known: KnownDatabases | undefined): string {
  if (!known?.isWhole) return '';
  const pending = pendingCount(environment, known);
  const state = pending > 0 ? `${pending} pending` : 'up to date';
  return `${databaseNames(known.databases)}: ${state}${known.asOf ? '?' : ''}`;
}

/** The revisions that not every database has. */
export function pendingCount({ revisionCount }: EnvironmentDto, { applied }: KnownDatabases): number {
  return revisionCount - applied.size;
}

/** The number of heads, from two on; one needs no word. */
export function headsText({ heads }: EnvironmentDto): string {
  return heads.length > 1 ? `${heads.length} heads` : '';
}
