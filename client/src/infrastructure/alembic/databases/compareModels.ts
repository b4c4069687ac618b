import { commandIds } from '../../../../../server/protocol/identifiers';
import type { RunTarget } from '../command/runTarget';
import type { DatabaseClient } from './databaseClient';
import type { Runner } from '../process/runner';
import { explainBridgeError } from './explainBridgeError';
import { askCompare } from '../bridge/bridge';
import type { CompareAnswer } from '../bridge/bridgeAnswers';
import { readComparison } from '../bridge/commandLine';
import { UserError } from '../../vscode/userError';

/** Asks in what models and databases differ. Throws a UserError that says what to do where that fails. */
export async function compareModels(
  client: DatabaseClient,
  runner: Runner,
  target: RunTarget,
): Promise<CompareAnswer> {
  const title = 'Comparing models and database';
  const answer = target.python
    ? await client.ask(target, title, askCompare)
    : await readComparison({ runner, target, title }, client);
  if ('result' in answer) return answer.result;
  if (answer.error.message.includes('Target database is not up to date')) throw upgradeFirst();
  throw explainBridgeError(answer.error, target, ['check']);
}

function upgradeFirst(): UserError {
  return new UserError(
    'Models are compared with a database that has every revision; upgrade it first.',
    [{ title: 'Upgrade…', command: commandIds.upgrade }],
    'warning',
  );
}
