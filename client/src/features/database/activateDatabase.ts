import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { askDatabases } from '../../infrastructure/alembic/databases/askDatabases';
import { databaseDetails, databaseName } from '../../infrastructure/alembic/databases/databaseName';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { readKnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { findRevision } from '../../infrastructure/environments/revisionArgument';
import { readNames } from '../../infrastructure/environments/revisionNames';
import type { NameOf } from '../../infrastructure/environments/revisionNames';
import { showMessage } from '../../infrastructure/vscode/messages';
import { showProblems } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Show Current: asks the database where it stands, says it, and marks it in the history. */
export function activateDatabase({
  commands,
  active,
  store,
  states,
  targets,
  client,
  log,
}: Pick<WorkbenchServices, 'commands' | 'active' | 'store' | 'states' | 'targets' | 'client' | 'log'>): void {
  commands.register(commandIds.showCurrent, async (row) => {
    requireTrust('Show Current');
    const environment = await chooseEnvironment(store, active, 'Show Current', row);
    const { databases } = await askDatabases(client, states, await targets.prepare(environment));
    for (const database of databases)
      log.info(`${databaseDetails(database)}: ${database.heads.join(', ') || 'base'}`);
    const known = await readKnownDatabases(store, states, environment);
    if (known) await say(environment, known, await readNames(store, environment));
  });
}

async function say(environment: EnvironmentDto, known: KnownDatabases, nameOf: NameOf): Promise<void> {
  const sentences = known.databases.map((database) => {
    if (database.isMissing)
      return `There is no file ${database.file ?? databaseName(database)} yet; Upgrade makes it, or correct its path where env.py takes it from.`;
    const at =
      database.heads.length > 0
        ? `at ${database.heads.map(nameOf).join(', ')}`
        : 'at base: nothing is applied';
    return `${databaseName(database)} (${database.dialect}) stands ${at}.`;
  });
  const pending = environment.revisionCount - known.applied.size;
  if (known.unknown.length > 0) {
    const ids = known.unknown.join(', ');
    const sentence = `This checkout does not have ${ids}; check out the branch that has it.`;
    await showMessage('warning', [...sentences, sentence].join(' '), [
      findRevision(environment, known.unknown[0] ?? ''),
    ]);
    return;
  }
  if (!known.isWhole) {
    const sentence = 'What is pending is not known, because the history is broken; the problems say where.';
    await showMessage('warning', [...sentences, sentence].join(' '), [showProblems]);
    return;
  }
  const sentence = pending > 0 ? `${pending} pending.` : 'Nothing is pending.';
  const upgrade = pending > 0 ? [{ title: 'Upgrade…', command: commandIds.upgrade }] : [];
  await showMessage('information', [...sentences, sentence].join(' '), upgrade);
}
