import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { LastRun, Runner } from '../../infrastructure/alembic/process/runner';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { UserError } from '../../infrastructure/vscode/userError';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import { requireTrust } from '../../infrastructure/vscode/trust';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Runs an upgrade or downgrade to a target, with every question that belongs to it. */
export type MigrateAgain = (
  direction: 'upgrade' | 'downgrade',
  environment: EnvironmentDto,
  revision: string,
  last: LastRun,
) => Promise<void>;

/** Run Again and Copy as Command Line, for what was run last in an environment. */
export function activateRunAgain(
  { commands, active, store, runner }: Pick<WorkbenchServices, 'commands' | 'active' | 'store' | 'runner'>,
  migrateAgain: MigrateAgain,
): void {
  commands.register(commandIds.runAgain, async () => {
    requireTrust('Run Again');
    const { environment, last } = await lastRun(store, active, runner, 'Run Again');
    const [command = '', revision = ''] = last.commandAndArguments;
    if (command === 'upgrade' || command === 'downgrade')
      await migrateAgain(command, environment, revision, last);
    // What a revision is called or where it is stamped to is asked anew: the same answer twice is seldom
    // meant.
    else
      await vscode.commands.executeCommand(
        command === 'revision' ? commandIds.newRevision : commandIds.stamp,
      );
  });
  commands.register(commandIds.copyCommandLine, async (asked) => {
    const line =
      typeof asked === 'string'
        ? asked
        : (await lastRun(store, active, runner, 'Copy as Command Line')).last.commandLine;
    await vscode.env.clipboard.writeText(line);
    showForAMoment(`Copied ${line}`, 5000);
  });
}

async function lastRun(
  store: EnvironmentStore,
  active: ActiveEnvironment,
  runner: Runner,
  purpose: string,
): Promise<{ readonly environment: EnvironmentDto; readonly last: LastRun }> {
  const ran = store.environments.filter((each) => runner.lastRun(each));
  // Of several environments the one that was run is meant.
  const environment = ran.length === 1 && ran[0] ? ran[0] : await chooseEnvironment(store, active, purpose);
  const last = runner.lastRun(environment);
  if (last) return { environment, last };
  throw new UserError(
    `Nothing was run for ${environment.label} since this window was opened.`,
    [{ title: 'Upgrade…', command: commandIds.upgrade }],
    'information',
  );
}
