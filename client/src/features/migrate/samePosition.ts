import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import type { AskedTarget } from '../../infrastructure/alembic/command/runTarget';
import type { DatabaseClient } from '../../infrastructure/alembic/databases/databaseClient';
import { sameDatabase } from '../../infrastructure/alembic/databases/databaseIdentity';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { explainBridgeError } from '../../infrastructure/alembic/databases/explainBridgeError';
import { UserError } from '../../infrastructure/vscode/userError';
import type { DirectionWords } from './direction';

/** Whether other revisions would run, or more of them, where somebody else migrated meanwhile. */
export function dependsOnPosition({ command }: DirectionWords, revision: string): boolean {
  return command === 'downgrade' || /[+-]\d{1,9}$/.test(revision);
}

/** Throws a UserError where a database does not stand any more where the question said. */
export async function requireSamePosition(client: DatabaseClient, target: AskedTarget): Promise<void> {
  const answer = await client.askDatabasesInRun(target, 'Asking the database whether it still stands there');
  if ('error' in answer) throw explainBridgeError(answer.error, target);
  const now = answer.result.databases;
  const moved = target.databases.filter(
    (database) => !now.some((one) => one.name === database.name && samePlace(one, database)),
  );
  if (moved.length === 0) return;
  throw new UserError(
    `${databaseNames(moved)} was migrated since you were asked, so nothing was run; try again to be asked about what is so now.`,
    [],
    'warning',
    { offersTryAgain: true },
  );
}

function samePlace(one: DatabaseState, other: DatabaseState): boolean {
  return sameDatabase(one, other) && [...one.heads].sort().join() === [...other.heads].sort().join();
}
