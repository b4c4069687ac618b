import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import type { AlembicRuns } from '../../infrastructure/alembic/process/alembicRuns';
import { askDatabases, askDatabasesAgain } from '../../infrastructure/alembic/databases/askDatabases';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridge';
import type { OutputLine } from '../../infrastructure/alembic/process/childRun';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { halfDone } from '../../infrastructure/alembic/output/halfDone';
import { outcomeOf, reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { parseRunningStep } from '../../infrastructure/alembic/output/runOutcome';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import { confirmWrite, refuseWrite } from '../../infrastructure/alembic/databases/writeGuard';
import type { DatabaseStates, KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { findRevision } from '../../infrastructure/environments/revisionArgument';
import type { Interpreters } from '../../infrastructure/python/interpreters';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { Refusal } from '../../infrastructure/vscode/refusal';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { composeConfirmation } from './confirmation';
import { planForDatabases, samePlans, stepCount } from './databasePlans';
import type { DatabasePlan } from './databasePlans';
import type { DirectionWords } from './direction';
import { progressReader } from './progressReader';
import { pickTarget } from './targets';

/** What a migration is made with. */
export interface MigrationServices {
  readonly store: EnvironmentStore;
  readonly states: DatabaseStates;
  readonly server: HistoryServer;
  readonly interpreters: Interpreters;
  readonly runs: AlembicRuns;
}

/**
 * An upgrade or downgrade from the question to the end: where the database stands, the target, the plan, the person's
 * confirmation, the run, and where the database stands then. The target is asked where none is given.
 */
export async function migrate(
  services: MigrationServices,
  words: DirectionWords,
  environment: EnvironmentDto,
  target?: string,
): Promise<void> {
  const { states, interpreters, runs, server } = services;
  requireTrust(words.title);
  const interpreter = (await interpreters.resolve(environment)).path;
  const databases = await askDatabases(runs, states, environment, interpreter);
  refuseWrite(environment, databases, words.title);
  const { history, known } = await readAll(services, environment);
  const [unknown] = known.unknown;
  if (unknown !== undefined) throw standsElsewhere(environment, databases, unknown);
  const chosen = target ?? (await pickTarget(server, { words, environment, history, databases, known }));
  await saveDirtyRevisions(environment);
  const plans = await confirmedPlans(server, words, environment, chosen, databases);
  await run(services, words, environment, interpreter, chosen, plans);
}

async function readAll(
  { store, states }: MigrationServices,
  environment: EnvironmentDto,
): Promise<{ readonly history: HistoryDto; readonly known: KnownDatabases }> {
  const history = await store.history(environment);
  if (!history) throw new Refusal(`${environment.label} is not there any more; refresh the history.`);
  const known = await states.read(environment);
  if (!known) throw new Refusal('The database did not say where it stands; look at the log.');
  return { history, known };
}

/** A database that another checkout migrated: Alembic would fail too, with less to say. */
function standsElsewhere(
  environment: EnvironmentDto,
  databases: readonly DatabaseState[],
  unknown: string,
): Refusal {
  const which = databases.filter((database) => database.heads.includes(unknown));
  return new Refusal(
    `${databaseNames(which)} stands at revision ${unknown}, which this checkout does not have; check out the branch that has it and try again.`,
    [findRevision(environment, unknown)],
    'warning',
  );
}

/** Asks for confirmation of what will run, again if it changed while the question stood. */
async function confirmedPlans(
  server: HistoryServer,
  words: DirectionWords,
  environment: EnvironmentDto,
  target: string,
  databases: readonly DatabaseState[],
): Promise<readonly DatabasePlan[]> {
  let plans = await plansOrRefusal(server, words, environment, target, databases);
  for (;;) {
    if (stepCount(plans) === 0) {
      const message = `Nothing to ${words.command}: ${databaseNames(databases)} needs no revision for ${target}.`;
      throw new Refusal(message, [], 'information');
    }
    const written = plans.filter(({ steps }) => steps.length > 0);
    await confirmWrite(
      environment,
      written.flatMap((plan) => plan.databases),
      {
        ...composeConfirmation(words, target, plans),
        button: words.title,
        destructive: written.some(({ steps }) => steps.some((step) => step.destructive)),
      },
    );
    const plansNow = await plansOrRefusal(server, words, environment, target, databases);
    if (samePlans(plans, plansNow)) return plans;
    plans = plansNow;
  }
}

async function plansOrRefusal(
  server: HistoryServer,
  words: DirectionWords,
  environment: EnvironmentDto,
  target: string,
  databases: readonly DatabaseState[],
): Promise<readonly DatabasePlan[]> {
  const plans = await planForDatabases(server, environment, words.command, target, databases);
  if (plans.kind === 'plans') return plans.plans;
  throw new Refusal(`Alembic would refuse to ${words.command} to ${target}: ${plans.message}`);
}

async function run(
  { states, runs }: MigrationServices,
  words: DirectionWords,
  environment: EnvironmentDto,
  interpreter: string,
  target: string,
  plans: readonly DatabasePlan[],
): Promise<void> {
  const names = databaseNames(plans.flatMap((plan) => plan.databases));
  const title = `${words.present} ${names} to ${target}`;
  const progress = progressReader(plans);
  const finished = await runs.run(environment, interpreter, [words.command, target], title, progress);
  const outcome = outcomeOf(environment, finished);
  const databases = await askDatabasesAgain(runs, states, environment, interpreter);
  const where = databases ? ` It now stands at ${standing(databases)}.` : '';
  switch (outcome.kind) {
    case 'success': {
      const count = stepCount(plans);
      const revisions = count === 1 ? '1 revision' : `${count} revisions`;
      void showMessage('information', `${words.past} ${names}: ${revisions} ran.${where}`, [showLog]);
      return;
    }
    case 'interrupted':
      void showMessage(
        'warning',
        `${words.title} was interrupted. ${halfDone(databases ?? [], finished.end.output)}${where}`,
        [showLog],
      );
      return;
    case 'failure':
      reportFailure(
        `${words.title} of ${names}`,
        outcome,
        databases && leftBehind(databases, finished.end.output),
      );
  }
}

/** What a failed run has done; nothing where no revision had begun. */
function leftBehind(databases: readonly DatabaseState[], output: readonly OutputLine[]): string {
  const hasBegun = output.some(({ text }) => parseRunningStep(text) !== undefined);
  return hasBegun ? `${halfDone(databases, output)} It now stands at ${standing(databases)}.` : '';
}

function standing(databases: readonly DatabaseState[]): string {
  const rows = [...new Set(databases.flatMap((database) => database.heads))];
  return rows.length > 0 ? rows.join(', ') : 'base';
}
