import type { DatabaseState } from '../bridge/bridgeAnswers';
import type { AskedTarget } from '../command/runTarget';
import type { Elsewhere } from '../process/finishedRun';
import { UserError } from '../../vscode/userError';
import type { DatabaseClient } from './databaseClient';
import { databaseIdentity, sameDatabase } from './databaseIdentity';
import { databaseDetails, databaseNames } from './databaseName';
import { explainBridgeError } from './explainBridgeError';

/** What has to be as the question said, beside the databases themselves. */
export interface Sameness {
  /** Whether other revisions would run where somebody else migrated meanwhile. */
  readonly position: boolean;
  readonly elsewhere?: Elsewhere;
}

/**
 * Asks for a last time, from within the run: throws a UserError where env.py leads to other databases than a
 * person was asked about, or where one does not stand any more where the question said.
 */
export async function requireSameDatabases(
  client: DatabaseClient,
  target: AskedTarget,
  { position, elsewhere }: Sameness,
): Promise<void> {
  const title = 'Asking the database whether it is still the same';
  const answer = await client.askDatabasesInRun(target, title, elsewhere);
  if ('error' in answer) throw explainBridgeError(answer.error, target);
  const now = answer.result.databases;
  const { databases } = target;
  if (!sameIdentities(databases, now)) {
    throw changed(
      `env.py leads to another database than when you were asked (${detailsOf(now)}; it was ${detailsOf(databases)})`,
    );
  }
  const moved = databases.filter((database) => !now.some((one) => standsAs(one, database)));
  if (position && moved.length > 0)
    throw changed(`${databaseNames(moved)} was migrated since you were asked`);
}

function changed(what: string): UserError {
  return new UserError(
    `${what}, so nothing was run; try again to be asked about what is so now.`,
    [],
    'warning',
    { offersTryAgain: true },
  );
}

/** True where both lists are the same databases, in any order. */
export function sameIdentities(one: readonly DatabaseState[], other: readonly DatabaseState[]): boolean {
  const key = (databases: readonly DatabaseState[]): string =>
    databases.map(databaseIdentity).sort().join('\n');
  return key(one) === key(other);
}

function standsAs(one: DatabaseState, other: DatabaseState): boolean {
  return sameDatabase(one, other) && sortedRows(one) === sortedRows(other);
}

function sortedRows({ heads }: DatabaseState): string {
  return [...heads].sort().join();
}

function detailsOf(databases: readonly DatabaseState[]): string {
  return databases.map(databaseDetails).join('; ') || 'none';
}
