import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import type { AlembicRuns } from '../../infrastructure/alembic/process/alembicRuns';
import { askDatabases, askDatabasesAgain } from '../../infrastructure/alembic/databases/askDatabases';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridge';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { outcomeOf, reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import { confirmWrite, refuseWrite } from '../../infrastructure/alembic/databases/writeGuard';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import type { DatabaseStates } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { headTargets, pickRevision } from '../../infrastructure/environments/pickRevision';
import { requireRevision } from '../../infrastructure/environments/revisionInEditor';
import type { Interpreters } from '../../infrastructure/python/interpreters';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import type { CommandRegistry } from '../../infrastructure/vscode/commandRegistry';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { Refusal } from '../../infrastructure/vscode/refusal';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { askTypedWord } from '../../infrastructure/vscode/typedWord';
import { stampDetail } from './stampQuestion';
import type { DatabaseStamp } from './stampQuestion';

/** What a stamp is made with. */
export interface StampServices {
  readonly store: EnvironmentStore;
  readonly active: ActiveEnvironment;
  readonly states: DatabaseStates;
  readonly server: HistoryServer;
  readonly interpreters: Interpreters;
  readonly runs: AlembicRuns;
}

/** Stamp…: has the version table say something else, after a person read what will not be true, and typed the revision. */
export function activateStamp(commands: CommandRegistry, services: StampServices): void {
  const { store, active } = services;
  commands.register(commandIds.stamp, async () => {
    requireTrust('Stamp');
    await stamp(services, await chooseEnvironment(store, active, 'Stamp'));
  });
  commands.register(commandIds.stampHere, async (row) => {
    requireTrust('Stamp');
    const { environment, revision } = await requireRevision(store, row);
    await stamp(services, environment, revision.id);
  });
}

async function stamp(services: StampServices, environment: EnvironmentDto, target?: string): Promise<void> {
  const { store, states, interpreters, runs } = services;
  const interpreter = (await interpreters.resolve(environment)).path;
  const databases = await askDatabases(runs, states, environment, interpreter);
  refuseWrite(environment, databases, 'Stamp');
  const history = await store.history(environment);
  if (!history) throw new Refusal(`${environment.label} is not there any more; refresh the history.`);
  const chosen = target ?? (await pickTarget(history, databases));
  await saveDirtyRevisions(environment);
  const ids = new Set(history.revisions.map(({ id }) => id));
  // Alembic can't stamp away from rows that it has no file for, unless the table is emptied first.
  const purge = databases.some(({ heads }) => heads.some((id) => !ids.has(id)));
  const stamps = await planStamps(services, environment, databases, { target: chosen, purge, ids });
  if (stamps.every(isNothing)) {
    throw new Refusal(
      `${databaseNames(databases)} says ${chosen} already; nothing to stamp.`,
      [],
      'information',
    );
  }
  await confirmWrite(environment, databases, {
    message: `Stamp ${databaseNames(databases)} with ${chosen}?`,
    detail: stampDetail(stamps),
    button: 'Stamp…',
    destructive: true,
  });
  await typeTarget(chosen, stamps);
  await run(services, environment, interpreter, { databases, target: chosen, purge });
}

async function pickTarget(history: HistoryDto, databases: readonly DatabaseState[]): Promise<string> {
  const rows = new Set(databases.flatMap(({ heads }) => heads));
  return await pickRevision(history, {
    title: 'Stamp',
    placeHolder: 'Which revision shall the version table name?',
    named: [
      ...headTargets(history),
      { label: 'base', description: 'as if nothing were applied', target: 'base' },
    ],
    mark: ({ id }) => (rows.has(id) ? 'current' : undefined),
  });
}

async function planStamps(
  { server }: StampServices,
  environment: EnvironmentDto,
  databases: readonly DatabaseState[],
  {
    target,
    purge,
    ids,
  }: { readonly target: string; readonly purge: boolean; readonly ids: ReadonlySet<string> },
): Promise<readonly DatabaseStamp[]> {
  const stamps: DatabaseStamp[] = [];
  for (const database of databases) {
    const current = database.heads;
    const plan = await server.planStamp({ environment: environment.key, targets: [target], current, purge });
    if (plan.kind === 'unknownEnvironment')
      throw new Refusal(`${environment.label} is not there any more; refresh the history.`);
    if (plan.kind === 'error') throw new Refusal(`Alembic would refuse to stamp ${target}: ${plan.message}`);
    const unknown = current.filter((id) => !ids.has(id));
    stamps.push({ ...plan, database, unknown });
  }
  return stamps;
}

function isNothing({ database, rowsAfter }: DatabaseStamp): boolean {
  return [...database.heads].sort().join('\n') === [...rowsAfter].sort().join('\n');
}

/** The revision itself is typed: `head` would say less than what the table will hold. */
async function typeTarget(target: string, stamps: readonly DatabaseStamp[]): Promise<void> {
  const rows = [...new Set(stamps.flatMap(({ rowsAfter }) => rowsAfter))];
  const [only, ...others] = rows;
  const word = others.length > 0 ? target : (only ?? 'base');
  await askTypedWord({
    title: `Stamp with ${target}`,
    prompt: `Type ${word} to stamp: no migration runs, the database is believed to stand there.`,
    word,
    otherwise: 'nothing was stamped',
  });
}

async function run(
  { runs, states }: StampServices,
  environment: EnvironmentDto,
  interpreter: string,
  {
    databases,
    target,
    purge,
  }: { readonly databases: readonly DatabaseState[]; readonly target: string; readonly purge: boolean },
): Promise<void> {
  const names = databaseNames(databases);
  const words = ['stamp', ...(purge ? ['--purge'] : []), target];
  const title = `Stamping ${names} with ${target}`;
  const finished = await runs.run(environment, interpreter, words, title, () => undefined);
  const outcome = outcomeOf(environment, finished);
  const after = await askDatabasesAgain(runs, states, environment, interpreter);
  const rows = [...new Set(after?.flatMap(({ heads }) => heads))];
  const where = after ? ` It now says ${rows.join(', ') || 'base'}.` : '';
  switch (outcome.kind) {
    case 'success':
      void showMessage('information', `Stamped ${names}; no migration ran.${where}`, [showLog]);
      return;
    case 'interrupted':
      void showMessage('warning', `Stamp was interrupted.${where}`, [showLog]);
      return;
    case 'failure':
      reportFailure(`Stamp of ${names}`, outcome);
  }
}
