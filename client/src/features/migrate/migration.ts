import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import type { OwnCommandDto } from '../../../../server/protocol/ownCommands';
import { askDatabases, askDatabasesAgain } from '../../infrastructure/alembic/databases/askDatabases';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import type { OutputLine } from '../../infrastructure/alembic/process/childRun';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { standing } from '../../infrastructure/alembic/databases/standing';
import { describePartialRun } from '../../infrastructure/alembic/output/partialRun';
import type { ExpectedEnd } from '../../infrastructure/alembic/output/reachedEnd';
import { runInTerminal } from '../../infrastructure/alembic/output/failureActions';
import { useProjectCommand } from '../../infrastructure/alembic/output/lineActions';
import { reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { reportMissedEnd } from '../../infrastructure/alembic/output/reportMissedEnd';
import { outcomeOf, parseRunningStep } from '../../infrastructure/alembic/output/runOutcome';
import type { AskedTarget, RunTarget } from '../../infrastructure/alembic/command/runTarget';
import { shownLine } from '../../infrastructure/alembic/command/alembicCommand';
import { withFiles, withLine } from '../../infrastructure/alembic/command/runTargets';
import { changedParts } from '../../infrastructure/alembic/command/targetParts';
import { readRunSettings } from '../../infrastructure/alembic/command/runnerSettings';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import {
  requireSameDatabases,
  sameIdentities,
} from '../../infrastructure/alembic/databases/requireSameDatabases';
import { confirmWrite, refuseWrite } from '../../infrastructure/alembic/databases/writeGuard';
import type { OtherWay } from '../../infrastructure/alembic/databases/writeGuard';
import type { SqlRange } from '../../infrastructure/environments/revisionArgument';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { requireLoads } from '../../infrastructure/environments/requireLoads';
import { findRevision } from '../../infrastructure/environments/revisionArgument';
import { readNames } from '../../infrastructure/environments/revisionNames';
import type { NameOf } from '../../infrastructure/environments/revisionNames';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import type { MessageAction } from '../../infrastructure/vscode/userError';
import { againBy, UserError } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { composeConfirmation } from './confirmation';
import { planForDatabases, samePlans, stepCount } from './databasePlans';
import type { DatabasePlan } from './databasePlans';
import type { DirectionWords } from './direction';
import { progressReader } from './progressReader';
import { pickTarget } from './targets';
import type { TargetChoice } from './targets';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What a migration is made with. */
export type MigrationServices = Pick<
  WorkbenchServices,
  'store' | 'states' | 'server' | 'targets' | 'client' | 'runner'
>;

/** What a migration is to reach, where that is known. */
export interface MigrationWish {
  readonly revision?: string;
  /** What the same was run with before: what is other now is named in the question. */
  readonly last?: RunTarget;
  /** Whether it runs in a terminal, because env.py asks there. */
  readonly inTerminal?: boolean;
  /** Whether the question leads to another target and to the SQL, since none was picked before. */
  readonly isUnpicked?: boolean;
}

/**
 * An upgrade or downgrade from the question to the end: where the database stands, the target, the plan, the
 * person's confirmation, the run, and where the database stands then. The target is asked where none is
 * given.
 */
export async function migrate(
  services: MigrationServices,
  words: DirectionWords,
  environment: EnvironmentDto,
  { revision, last, inTerminal = false, isUnpicked = false }: MigrationWish = {},
): Promise<void> {
  const { targets, server } = services;
  requireTrust(words.title);
  requireLoads(environment, words.title);
  const first = await askWhereItStands(services, words, environment);
  const { history, known } = first;
  const { databases } = first.target;
  const { chosen, line } =
    revision === undefined
      ? await chooseTarget(services, { words, environment, history, databases, known })
      : { chosen: revision, line: undefined };
  await saveDirtyRevisions(environment);
  // What was saved or changed since may lead to another database.
  const isStale = (await targets.changesSince(first.target)).length > 0;
  const asked = isStale ? await askWhereItStands(services, words, environment) : first;
  const target = line === undefined ? asked.target : withLine(asked.target, words.command, line);
  const changes = last ? changesSinceRun(last, target) : [];
  const others = isUnpicked ? otherWays(services, words, target, chosen) : [];
  const confirmed = await confirmedPlans(server, words, target, chosen, { changes, others });
  await run(services, words, { ...confirmed, revision: chosen, inTerminal });
}

/** Asks for the target, and for that of a command line where one was picked that takes one. */
async function chooseTarget(
  { server }: MigrationServices,
  choice: Omit<TargetChoice, 'lines'>,
): Promise<{ readonly chosen: string; readonly line: string | undefined }> {
  const { words, environment, history } = choice;
  const isSet = readRunSettings(environment).runner.commandLines[words.command] !== undefined;
  const lines = isSet ? [] : await linesFor(server, environment, words.command);
  const picked = await pickTarget(server, { ...choice, lines });
  if ('target' in picked) return { chosen: picked.target, line: undefined };
  const { line } = picked;
  if (picked.takesTarget) {
    const again = await pickTarget(server, { ...choice, lines: [] });
    if ('target' in again) return { chosen: again.target, line };
  }
  const implied = words.command === 'downgrade' ? '-1' : history.heads.length > 1 ? 'heads' : 'head';
  return { chosen: implied, line };
}

/** The project's command lines that run this command and nothing else. */
async function linesFor(
  server: HistoryServer,
  environment: EnvironmentDto,
  command: string,
): Promise<readonly OwnCommandDto[]> {
  const found = (await server.readOwnCommands(environment.key))?.commands ?? [];
  return found.filter(({ verbs }) => verbs.length === 1 && verbs[0] === command);
}

/** Another target, and a look at the SQL of this one. */
function otherWays(
  services: MigrationServices,
  words: DirectionWords,
  { environment, databases }: AskedTarget,
  target: string,
): readonly OtherWay[] {
  const range: SqlRange = { environmentKey: environment.key, start: databases[0]?.heads ?? [], target };
  return [
    { title: 'Other Target…', go: () => migrate(services, words, environment) },
    {
      title: 'Show SQL',
      go: () => vscode.commands.executeCommand(commandIds.previewUpgradeSql, range),
    },
  ];
}

/** What is other than when the same was run before, the databases among it. */
function changesSinceRun(last: RunTarget, target: AskedTarget): readonly string[] {
  const parts = changedParts(last.parts, { ...target.parts, read: last.parts.read }, target.place.top);
  const isOther = last.databases && !sameIdentities(last.databases, target.databases);
  return isOther ? ['the database', ...parts] : parts;
}

/**
 * Where the databases stand, as the target's Alembic says. Throws a UserError where nothing may or can be
 * migrated from there.
 */
async function askWhereItStands(
  services: MigrationServices,
  words: DirectionWords,
  environment: EnvironmentDto,
): Promise<{ readonly target: AskedTarget; readonly history: HistoryDto; readonly known: KnownDatabases }> {
  const { targets, client, states } = services;
  const target = await askDatabases(client, states, await targets.prepare(environment));
  refuseWrite(target, target.databases, words.title);
  const { history, known } = await readAll(services, environment);
  const [unknown] = known.unknown;
  if (unknown !== undefined) throw standsElsewhere(environment, target.databases, unknown);
  return { target, history, known };
}

async function readAll(
  { store, states }: MigrationServices,
  environment: EnvironmentDto,
): Promise<{ readonly history: HistoryDto; readonly known: KnownDatabases }> {
  const history = await store.history(environment);
  if (!history) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  const known = await states.read(environment);
  if (!known) throw new UserError('The database did not say where it stands; look at the log.');
  return { history, known };
}

/** A database that another checkout migrated: Alembic would fail too, with less to say. */
function standsElsewhere(
  environment: EnvironmentDto,
  databases: readonly DatabaseState[],
  unknown: string,
): UserError {
  const which = databases.filter((database) => database.heads.includes(unknown));
  return new UserError(
    `${databaseNames(which)} stands at revision ${unknown}, which this checkout does not have; check out the branch that has it and try again.`,
    [findRevision(environment, unknown)],
    'warning',
  );
}

/** What a person has confirmed: the plans, and the target with the revision files that they run. */
interface Confirmed {
  readonly target: AskedTarget;
  readonly plans: readonly DatabasePlan[];
}

/** What runs in the end, and where. */
interface ConfirmedRun extends Confirmed {
  readonly revision: string;
  readonly inTerminal: boolean;
}

/** Asks for confirmation of what will run, again if it changed while the question stood. */
async function confirmedPlans(
  server: HistoryServer,
  words: DirectionWords,
  target: AskedTarget,
  revision: string,
  { changes, others }: { readonly changes: readonly string[]; readonly others: readonly OtherWay[] },
): Promise<Confirmed> {
  const { databases } = target;
  const line = shownLine(target, [words.command, revision]);
  let plans = await readPlans(server, words, target, revision);
  for (;;) {
    if (stepCount(plans) === 0) {
      const message = `Nothing to ${words.command}: ${databaseNames(databases)} needs no revision for ${revision}.`;
      throw new UserError(message, [], 'information');
    }
    const written = plans.filter(({ steps }) => steps.length > 0);
    const shown = withFiles(target, filesOf(written));
    const losesData = written.some(({ steps }) => steps.some((step) => step.destructive));
    await confirmWrite(
      target,
      written.flatMap((plan) => plan.databases),
      {
        ...composeConfirmation(words, revision, plans, { changes, line }),
        button: words.title,
        destructive: losesData,
        mayLoseData: losesData,
        isNew: changes.length > 0,
        others,
      },
    );
    const plansNow = await readPlans(server, words, target, revision);
    if (samePlans(plans, plansNow)) return { target: shown, plans };
    plans = plansNow;
  }
}

function filesOf(plans: readonly DatabasePlan[]): readonly string[] {
  return plans.flatMap(({ steps }) => steps.map(({ uri }) => vscode.Uri.parse(uri).fsPath));
}

async function readPlans(
  server: HistoryServer,
  words: DirectionWords,
  { environment, databases }: AskedTarget,
  revision: string,
): Promise<readonly DatabasePlan[]> {
  const plans = await planForDatabases(server, environment, words.command, revision, databases);
  if (plans.kind === 'plans') return plans.plans;
  if (plans.kind === 'unknown') throw new UserError(plans.reason);
  throw new UserError(`Alembic can't ${words.command} to ${revision}: ${plans.message}`);
}

async function run(
  services: MigrationServices,
  words: DirectionWords,
  { target, plans, revision, inTerminal }: ConfirmedRun,
): Promise<void> {
  const { client, states, runner, server, store } = services;
  const names = databaseNames(plans.flatMap((plan) => plan.databases));
  const finished = await runner.run({
    target,
    commandAndArguments: [words.command, revision],
    title: `${words.present} ${names} to ${revision}`,
    readProgress: progressReader(plans),
    writesTo: plans.filter(({ steps }) => steps.length > 0).flatMap((plan) => plan.databases),
    requireSame: () => requireSameDatabases(client, target, { position: dependsOnPosition(words, revision) }),
    inTerminal,
  });
  const outcome = outcomeOf(target, finished);
  const databases = await askDatabasesAgain(client, states, target);
  const nameOf = await readNames(store, target.environment);
  const where = databases?.length ? ` ${standing(databases, nameOf)}` : '';
  switch (outcome.kind) {
    case 'success': {
      const count = stepCount(plans);
      const revisions = count === 1 ? '1 revision' : `${count} revisions`;
      if (
        reportMissedEnd(target, `${words.title} of ${names}`, {
          expected: endsOf(plans),
          after: databases,
          output: finished.end.output,
        })
      )
        return;
      void showMessage('information', `${words.past} ${names}: ${revisions} ran.${where}`, [
        ...pickedLine(target, words.command),
        showLog,
      ]);
      return;
    }
    case 'interrupted':
      void showMessage(
        'warning',
        `${words.title} was interrupted. ${describePartialRun(databases ?? [], finished.end.output)}${where}`,
        [showLog],
      );
      return;
    case 'failure':
      reportFailure(`${words.title} of ${names}`, outcome, target, {
        leftBehind: inTerminal
          ? `Its terminal says why.${where}`
          : databases && leftBehind({ databases, before: target.databases }, finished.end.output, nameOf),
        inTerminal: runInTerminal(target, [words.command, revision]),
        others: await lineOffers(server, target, words.command),
        again: againBy(() => migrate(services, words, target.environment, { revision })),
      });
  }
}

/** After a failure: the project's own command lines, where it has some and none is used. */
async function lineOffers(
  server: HistoryServer,
  { environment, settings }: RunTarget,
  command: 'upgrade' | 'downgrade',
): Promise<readonly MessageAction[]> {
  if (settings.commandLines[command] !== undefined) return [];
  const lines = await linesFor(server, environment, command);
  return lines.length > 0 ? [useProjectCommand(environment, command)] : [];
}

/** After a run by a line that was picked for this once. */
function pickedLine(
  { environment, settings }: RunTarget,
  command: 'upgrade' | 'downgrade',
): readonly MessageAction[] {
  const line = settings.commandLines[command];
  const isSet = readRunSettings(environment).runner.commandLines[command] === line;
  return line === undefined || isSet ? [] : [useProjectCommand(environment, command, line)];
}

/** Where each database is to stand in the end. */
function endsOf(plans: readonly DatabasePlan[]): readonly ExpectedEnd[] {
  return plans.flatMap(({ databases, headsAfter }) =>
    databases.map((database) => ({ database, rows: headsAfter })),
  );
}

/** Whether other revisions would run, or more of them, where somebody else migrated meanwhile. */
function dependsOnPosition({ command }: DirectionWords, revision: string): boolean {
  return command === 'downgrade' || /[+-]\d{1,9}$/.test(revision);
}

/** What a failed run has done; nothing where no revision had begun. */
function leftBehind(
  { databases, before }: Record<'databases' | 'before', readonly DatabaseState[]>,
  output: readonly OutputLine[],
  nameOf: NameOf,
): string {
  const hasBegun = output.some(({ text }) => parseRunningStep(text) !== undefined);
  return hasBegun ? `${describePartialRun(databases, output, before)} ${standing(databases, nameOf)}` : '';
}
