import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { HistoryDto } from '../../../../server/protocol/environments';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { readRevisionArgument } from '../../infrastructure/environments/revisionArgument';
import type { CommandRegistry } from '../../infrastructure/vscode/commandRegistry';
import { Refusal } from '../../infrastructure/vscode/refusal';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { directions } from './direction';
import { migrate } from './migration';
import type { MigrationServices } from './migration';

/** Upgrade and downgrade, to a target that is picked or to the revision of a tree row. */
export function activateMigrate(
  commands: CommandRegistry,
  active: ActiveEnvironment,
  services: MigrationServices,
): void {
  const { store } = services;
  const pickAndMigrate = async (direction: 'upgrade' | 'downgrade'): Promise<void> => {
    const words = directions[direction];
    requireTrust(words.title);
    const environment = await chooseEnvironment(store, active, words.title);
    await migrate(services, words, environment);
  };
  const migrateToRow = async (direction: 'upgrade' | 'downgrade', argument: unknown): Promise<void> => {
    const words = directions[direction];
    const revision = readRevisionArgument(argument);
    if (!revision) throw new vscode.CancellationError();
    requireTrust(words.title);
    const environment = store.find(revision.environmentKey);
    const history = environment && (await store.history(environment));
    if (!history) throw new Refusal('This row is out of date; refresh the history.');
    const target = direction === 'upgrade' ? revision.revisionId : targetBefore(history, revision.revisionId);
    await migrate(services, words, environment, target);
  };
  commands.register(commandIds.upgrade, () => pickAndMigrate('upgrade'));
  commands.register(commandIds.downgrade, () => pickAndMigrate('downgrade'));
  commands.register(commandIds.upgradeToHere, (row) => migrateToRow('upgrade', row));
  commands.register(commandIds.downgradeToHere, (row) => migrateToRow('downgrade', row));
}

/**
 * The target of a downgrade that takes back the revision and what builds on it. Where its parent has further children, or
 * there are several bases, `revision@parent` keeps Alembic from taking back the siblings too.
 */
function targetBefore(history: HistoryDto, id: string): string {
  const revision = history.revisions.find((candidate) => candidate.id === id);
  const parentId = revision?.downRevisions[0];
  if (parentId === undefined) return history.bases.length > 1 ? `${id}@base` : 'base';
  const parent = history.revisions.find((candidate) => candidate.id === parentId);
  return parent?.isBranchPoint ? `${id}@${parentId}` : parentId;
}
