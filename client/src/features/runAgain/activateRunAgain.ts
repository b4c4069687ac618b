import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { AlembicRuns, LastRun } from '../../infrastructure/alembic/process/alembicRuns';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import type { CommandRegistry } from '../../infrastructure/vscode/commandRegistry';
import { Refusal } from '../../infrastructure/vscode/refusal';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import { requireTrust } from '../../infrastructure/vscode/trust';

/** Runs an upgrade or downgrade to a target, with every question that belongs to it. */
export type MigrateAgain = (
  direction: 'upgrade' | 'downgrade',
  environment: EnvironmentDto,
  target: string,
) => Promise<void>;

/** Run Again and Copy as Command Line, for what was run last in an environment. */
export function activateRunAgain(
  commands: CommandRegistry,
  active: ActiveEnvironment,
  store: EnvironmentStore,
  runs: AlembicRuns,
  migrateAgain: MigrateAgain,
): void {
  commands.register(commandIds.runAgain, async () => {
    requireTrust('Run Again');
    const { environment, last } = await lastRun(store, active, runs, 'Run Again');
    const [command = '', target = ''] = last.commandAndArguments;
    if (command === 'upgrade' || command === 'downgrade') await migrateAgain(command, environment, target);
    // What a revision is called or where it is stamped to is asked anew: the same answer twice is seldom meant.
    else
      await vscode.commands.executeCommand(
        command === 'revision' ? commandIds.newRevision : commandIds.stamp,
      );
  });
  commands.register(commandIds.copyCommandLine, async () => {
    const { last } = await lastRun(store, active, runs, 'Copy as Command Line');
    await vscode.env.clipboard.writeText(last.commandLine);
    showForAMoment(`Copied ${last.commandLine}`, 5000);
  });
}

async function lastRun(
  store: EnvironmentStore,
  active: ActiveEnvironment,
  runs: AlembicRuns,
  purpose: string,
): Promise<{ readonly environment: EnvironmentDto; readonly last: LastRun }> {
  const environment = await chooseEnvironment(store, active, purpose);
  const last = runs.lastRun(environment);
  if (last) return { environment, last };
  throw new Refusal(
    `Nothing was run for ${environment.label} since this window was opened.`,
    [{ title: 'Upgrade…', command: commandIds.upgrade }],
    'information',
  );
}
