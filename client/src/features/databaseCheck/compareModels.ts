import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { AlembicRuns } from '../../infrastructure/alembic/process/alembicRuns';
import { databaseRefusal } from '../../infrastructure/alembic/databases/askDatabases';
import { askCompare } from '../../infrastructure/alembic/bridge/bridge';
import type { CompareAnswer } from '../../infrastructure/alembic/bridge/bridge';
import { readComparison } from '../../infrastructure/alembic/bridge/commandLine';
import { Refusal } from '../../infrastructure/vscode/refusal';

/** Asks in what models and databases differ. Throws a refusal that says what to do where that fails. */
export async function compareModels(
  runs: AlembicRuns,
  environment: EnvironmentDto,
  interpreter: string,
): Promise<CompareAnswer> {
  const title = 'Comparing models and database';
  const answer = runs.canAsk(environment, interpreter)
    ? await runs.ask(environment, interpreter, title, (run, target) =>
        askCompare(run, { ask: 'compare', ...target }),
      )
    : await readComparison({ runs, environment, interpreter, title });
  if ('result' in answer) return answer.result;
  if (answer.error.message.includes('Target database is not up to date')) throw upgradeFirst();
  throw databaseRefusal(answer.error, interpreter, environment);
}

function upgradeFirst(): Refusal {
  return new Refusal(
    'Models are compared with a database that has every revision; upgrade it first.',
    [{ title: 'Upgrade…', command: commandIds.upgrade }],
    'warning',
  );
}
