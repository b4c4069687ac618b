import type { DatabaseStates } from '../../environments/databaseStates';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import type { AskedTarget, RunTarget } from '../command/runTarget';
import { withAnswer } from '../command/runTargets';
import type { DatabaseClient } from './databaseClient';
import { explainBridgeError } from './explainBridgeError';

/**
 * Asks where the target's databases stand and remembers it. Throws a UserError that says what to do where
 * that fails.
 */
export async function askDatabases(
  client: DatabaseClient,
  states: DatabaseStates,
  target: RunTarget,
): Promise<AskedTarget> {
  const answer = await client.askDatabases(target, 'Asking the database where it stands');
  if ('error' in answer) {
    states.doubt(target.environment.key);
    throw explainBridgeError(answer.error, target);
  }
  states.set(target.environment.key, answer.result.databases);
  return withAnswer(target, answer.result);
}

/** Asks again after a run; where that fails, forgets what was known rather than show what may be wrong. */
export async function askDatabasesAgain(
  client: DatabaseClient,
  states: DatabaseStates,
  target: RunTarget,
): Promise<readonly DatabaseState[] | undefined> {
  try {
    return (await askDatabases(client, states, target)).databases;
  } catch {
    states.forget(target.environment.key);
    return undefined;
  }
}
