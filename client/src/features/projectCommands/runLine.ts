import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { shownFreeLine } from '../../infrastructure/alembic/command/alembicCommand';
import { askDatabases, askDatabasesAgain } from '../../infrastructure/alembic/databases/askDatabases';
import { databaseDetails, databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { requireSameDatabases } from '../../infrastructure/alembic/databases/requireSameDatabases';
import { readNames } from '../../infrastructure/environments/revisionNames';
import { standing } from '../../infrastructure/alembic/databases/standing';
import { confirmWrite, refuseWrite } from '../../infrastructure/alembic/databases/writeGuard';
import { reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { outcomeOf } from '../../infrastructure/alembic/output/runOutcome';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { shownText } from '../../infrastructure/vscode/shownText';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What a line of the project's is run with. */
export type LineServices = Pick<
  WorkbenchServices,
  'store' | 'states' | 'server' | 'targets' | 'client' | 'runner'
>;

/**
 * Runs a command line of the project's own, of which nobody knows what it does: after a question that names
 * the databases, and then asks them where they stand.
 */
export async function runLine(
  { store, states, targets, client, runner }: LineServices,
  environment: EnvironmentDto,
  line: string,
): Promise<void> {
  await saveDirtyRevisions(environment);
  const asked = await askDatabases(client, states, await targets.prepare(environment));
  const { databases } = asked;
  refuseWrite(asked, databases, 'Running a command line');
  const shown = shownFreeLine(asked, line);
  await confirmWrite(asked, databases, {
    message: `Run ${shown}?`,
    detail: [
      ...databases.map(databaseDetails),
      shownText(standing(databases, await readNames(store, environment)).replace('It now stands', 'Now')),
      '',
      'What this line does is up to the project; the database is asked again afterwards.',
    ].join('\n'),
    button: 'Run',
    destructive: true,
    mayLoseData: true,
  });
  const names = databaseNames(databases);
  const finished = await runner.run({
    target: asked,
    commandAndArguments: [],
    line,
    title: `Running ${shown}`,
    writesTo: databases,
    requireSame: () => requireSameDatabases(client, asked, { position: false }),
  });
  const outcome = outcomeOf(asked, finished);
  await store.readAgain();
  const after = await askDatabasesAgain(client, states, asked);
  const where = after ? ` ${standing(after, await readNames(store, environment))}` : '';
  if (outcome.kind === 'failure') reportFailure(shown, outcome, asked, { leftBehind: where.trim() });
  else if (outcome.kind === 'interrupted')
    void showMessage('warning', `${shown} was interrupted.${where}`, [showLog]);
  else void showMessage('information', `Ran ${shown} against ${names}.${where}`, [showLog]);
}
