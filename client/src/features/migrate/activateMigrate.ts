import { commandIds } from '../../../../server/protocol/identifiers';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { targetBefore } from '../../infrastructure/environments/targetBefore';
import { requireRevision } from '../../infrastructure/environments/revisionInEditor';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { directions } from './direction';
import { migrate } from './migration';
import type { MigrationServices } from './migration';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/**
 * Upgrade and downgrade, to a target that is picked or to the revision of a tree row or of the file in the
 * editor.
 */
export function activateMigrate(
  services: MigrationServices & Pick<WorkbenchServices, 'commands' | 'active'>,
): void {
  const { commands, active } = services;
  const { store } = services;
  const pickAndMigrate = async (direction: 'upgrade' | 'downgrade', row: unknown): Promise<void> => {
    const words = directions[direction];
    requireTrust(words.title);
    const environment = await chooseEnvironment(store, active, words.title, row);
    await migrate(services, words, environment);
  };
  const migrateToRow = async (direction: 'upgrade' | 'downgrade', argument: unknown): Promise<void> => {
    const words = directions[direction];
    requireTrust(words.title);
    const { environment, history, revision } = await requireRevision(store, argument);
    const target = direction === 'upgrade' ? revision.id : targetBefore(history, revision.id);
    await migrate(services, words, environment, { revision: target });
  };
  commands.register(commandIds.upgradeNewest, async () => {
    requireTrust(directions.upgrade.title);
    const environment = await chooseEnvironment(store, active, directions.upgrade.title);
    const revision = environment.heads.length > 1 ? 'heads' : 'head';
    await migrate(services, directions.upgrade, environment, { revision, isUnpicked: true });
  });
  commands.register(commandIds.upgrade, (row) => pickAndMigrate('upgrade', row));
  commands.register(commandIds.downgrade, (row) => pickAndMigrate('downgrade', row));
  commands.register(commandIds.upgradeToHere, (row) => migrateToRow('upgrade', row));
  commands.register(commandIds.downgradeToHere, (row) => migrateToRow('downgrade', row));
}
