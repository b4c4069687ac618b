import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { PlanStepDto } from '../../../../server/protocol/migrations';
import { dropCopies, upgradeCopies } from '../../infrastructure/alembic/bridge/bridge';
import type { CopiesAnswer, CopyWish } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { shellWord } from '../../infrastructure/alembic/command/shellWord';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import type { AskedTarget } from '../../infrastructure/alembic/command/runTarget';
import { askDatabases } from '../../infrastructure/alembic/databases/askDatabases';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { dumpCommand } from '../../infrastructure/alembic/databases/dumpCommand';
import { explainBridgeError } from '../../infrastructure/alembic/databases/explainBridgeError';
import { standing } from '../../infrastructure/alembic/databases/standing';
import { destructiveLegend, stepLines } from '../../infrastructure/alembic/databases/stepList';
import { copyCommandLine } from '../../infrastructure/alembic/output/failureActions';
import { environmentOfRow } from '../../infrastructure/environments/environmentOfRow';
import { requireLoads } from '../../infrastructure/environments/requireLoads';
import { askBeside, askModally } from '../../infrastructure/vscode/messages';
import { shownText } from '../../infrastructure/vscode/shownText';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { openSetting, UserError } from '../../infrastructure/vscode/userError';
import type { MessageAction } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { copyWishes } from './copyWishes';

const title = 'Upgrade a Copy';

type CopyServices = Pick<
  WorkbenchServices,
  'store' | 'active' | 'states' | 'server' | 'targets' | 'client' | 'copiesFolder'
>;

/** What is copied, and what runs there. */
interface CopyPlan {
  readonly asked: AskedTarget;
  readonly wishes: readonly CopyWish[];
  readonly target: string;
  readonly steps: readonly PlanStepDto[];
}

/** Upgrade a Copy…: the migrations run on a copy of the database, and never on the database itself. */
export function activateUpgradeCopy(services: CopyServices & Pick<WorkbenchServices, 'commands'>): void {
  services.commands.register(commandIds.upgradeCopy, async (row) => {
    requireTrust(title);
    const environment = await environmentOfRow(services.store, services.active, row, title);
    requireLoads(environment, title);
    const plan = await preparePlan(services, environment);
    await confirm(plan);
    const { asked, target, wishes } = plan;
    // What was read for the question is what runs.
    await services.targets.requireUnchanged(asked);
    const answer = await services.client.ask(asked, 'Upgrading a copy', (run, command) =>
      upgradeCopies(run, command, target, wishes),
    );
    if ('error' in answer) throw explainBridgeError(answer.error, asked, ['upgrade', target]);
    await tell(services, plan, answer.result);
  });
}

async function preparePlan(services: CopyServices, environment: EnvironmentDto): Promise<CopyPlan> {
  const { targets, client, states, server, copiesFolder } = services;
  const prepared = await targets.prepare(environment);
  if (!prepared.python)
    throw new UserError(
      `${title} needs Alembic's Python here, which the command of the setting alembicWorkbench.command gives no way to; run it where Alembic is installed.`,
      [openSetting('command')],
    );
  await saveDirtyRevisions(environment);
  const asked = await askDatabases(client, states, prepared);
  const wishes = copyWishes(asked.databases, copiesFolder, new Date());
  if (!wishes || wishes.length === 0)
    throw new UserError(
      `Only SQLite files and PostgreSQL databases can be copied from here; dump ${databaseNames(asked.databases)}, restore it elsewhere and upgrade that.`,
      dumpActions(asked),
    );
  const target = environment.heads.length > 1 ? 'heads' : 'head';
  const steps = new Map<string, PlanStepDto>();
  for (const { heads } of asked.databases) {
    const plan = await server.plan({
      environment: environment.key,
      direction: 'upgrade',
      target,
      current: heads,
    });
    if (plan.kind === 'error') throw new UserError(`Alembic can't upgrade to ${target}: ${plan.message}`);
    if (plan.kind === 'unknown') throw new UserError(plan.reason);
    if (plan.kind === 'plan') for (const step of plan.steps) steps.set(step.id, step);
  }
  if (steps.size === 0)
    throw new UserError(
      `Nothing to try: ${databaseNames(asked.databases)} has every revision of ${environment.label}.`,
      [],
      'information',
    );
  return { asked, wishes, target, steps: [...steps.values()] };
}

async function confirm({ asked, wishes, target, steps }: CopyPlan): Promise<void> {
  const names = databaseNames(asked.databases);
  const detail = [
    `Nothing is written to ${shownText(names)}. A connection to anything but the copy ends the run.`,
    '',
    ...wishes.map(({ to }) => `The copy: ${shownText(to)}`),
    '',
    'Will apply there:',
    ...stepLines(steps),
    ...(steps.some(({ destructive }) => destructive) ? ['', destructiveLegend] : []),
  ];
  const message = `Copy ${names}, and upgrade the copy to ${target}?`;
  const pressed = await askModally({ message, detail: detail.join('\n') }, title);
  if (pressed !== title) throw new vscode.CancellationError();
}

async function tell(
  services: CopyServices,
  plan: CopyPlan,
  { made, databases, failure }: CopiesAnswer,
): Promise<void> {
  const { asked, wishes, steps } = plan;
  const own = databaseNames(asked.databases);
  const copies = wishes.filter(({ to }) => made.includes(to));
  if (failure && copies.length === 0) {
    if (failure.message.includes('being accessed by other users'))
      throw new UserError(
        `${own} can't be copied while somebody is connected to it; close those connections, or dump it.`,
        dumpActions(asked),
        'warning',
      );
    const { message, actions, severity } = explainBridgeError(failure, asked, ['upgrade', plan.target]);
    const dump = failure.kind === 'permissionDenied' ? dumpActions(asked) : [];
    throw new UserError(message, [...dump, ...actions], severity);
  }
  const count = steps.length === 1 ? '1 revision' : `${steps.length} revisions`;
  const explained = failure && explainBridgeError(failure, asked, ['upgrade', plan.target]);
  const result = explained
    ? `The upgrade of the copy failed: ${explained.message} ${own} was not touched.`
    : `Upgraded a copy of ${own}: ${count} ran. ${standing(databases)} ${own} was not touched.`;
  await keepOrDrop(services, plan, copies, {
    message: `${result} Keep the copy?`,
    severity: explained ? 'error' : 'information',
    actions: explained?.actions ?? [],
  });
}

async function keepOrDrop(
  { client }: CopyServices,
  { asked }: CopyPlan,
  copies: readonly CopyWish[],
  {
    message,
    severity,
    actions,
  }: {
    readonly message: string;
    readonly severity: 'error' | 'information';
    readonly actions: readonly MessageAction[];
  },
): Promise<void> {
  const drop = 'Delete the Copy';
  const keep = 'Keep';
  const others = actions.slice(0, 1);
  const pressed = await askBeside(severity, message, keep, drop, ...others.map((action) => action.title));
  if (pressed === drop) {
    const onServer = copies.filter(({ file }) => !file);
    for (const { file, to } of copies) if (file) await rm(dirname(to), { recursive: true, force: true });
    if (onServer.length > 0) {
      const answer = await client.ask(asked, 'Deleting the copy', (run, command) =>
        dropCopies(run, command, onServer),
      );
      if ('error' in answer) throw explainBridgeError(answer.error, asked);
      const left = onServer.filter(({ to }) => !answer.result.dropped.includes(to));
      if (left.length > 0)
        throw new UserError(
          `The server did not drop ${left.map(({ to }) => to).join(', ')}; drop it by hand.`,
        );
    }
    showForAMoment('The copy is deleted', 5000);
    return;
  }
  const action = others.find((each) => each.title === pressed);
  if (action) await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
  else if (pressed === keep) {
    const names = copies.map(({ to }) => to).join('\n');
    await vscode.env.clipboard.writeText(names);
    showForAMoment(`Kept, and copied: ${names}`, 5000);
  }
}

/** A button that copies the line which dumps the database. */
function dumpActions({ databases }: AskedTarget): readonly MessageAction[] {
  const lines = databases.flatMap((database) => {
    const dump = dumpCommand(database, `${database.database ?? 'database'}.dump`);
    return dump ? [[dump.program, ...dump.arguments].map(shellWord).join(' ')] : [];
  });
  return lines.length > 0 ? [{ ...copyCommandLine(lines.join('\n')), title: 'Copy Dump Command' }] : [];
}
