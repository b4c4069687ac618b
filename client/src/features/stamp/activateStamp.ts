import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import { askDatabases, askDatabasesAgain } from '../../infrastructure/alembic/databases/askDatabases';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { requireSameDatabases } from '../../infrastructure/alembic/databases/requireSameDatabases';
import { reportMissedEnd } from '../../infrastructure/alembic/output/reportMissedEnd';
import { runInTerminal } from '../../infrastructure/alembic/output/failureActions';
import { reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { outcomeOf } from '../../infrastructure/alembic/output/runOutcome';
import type { AskedTarget } from '../../infrastructure/alembic/command/runTarget';
import { shownLine } from '../../infrastructure/alembic/command/alembicCommand';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import { confirmWrite, refuseWrite } from '../../infrastructure/alembic/databases/writeGuard';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { headTargets, pickRevision } from '../../infrastructure/environments/pickRevision';
import { requireRevision } from '../../infrastructure/environments/revisionInEditor';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { shownText } from '../../infrastructure/vscode/shownText';
import { readNames } from '../../infrastructure/environments/revisionNames';
import { UserError } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { askTypedWord } from '../../infrastructure/vscode/typedWord';
import { stampDetail } from './stampQuestion';
import type { DatabaseStamp } from './stampQuestion';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What a stamp is made with. */
export type StampServices = Pick<
  WorkbenchServices,
  'store' | 'active' | 'states' | 'server' | 'targets' | 'client' | 'runner'
>;

/**
 * Stamp…: has the version table say something else, after a person read what will not be true, and typed the
 * revision.
 */
export function activateStamp(services: StampServices & Pick<WorkbenchServices, 'commands'>): void {
  const { commands } = services;
  const { store, active } = services;
  commands.register(commandIds.stamp, async (row) => {
    requireTrust('Stamp');
    await stamp(services, await chooseEnvironment(store, active, 'Stamp', row));
  });
  commands.register(commandIds.stampHere, async (row) => {
    requireTrust('Stamp');
    const { environment, revision } = await requireRevision(store, row);
    await stamp(services, environment, revision.id);
  });
}

/** A stamp from the question to the end, in a terminal where env.py asks a person. */
export async function stamp(
  services: StampServices,
  environment: EnvironmentDto,
  target?: string,
  inTerminal = false,
): Promise<void> {
  const { store, states, targets, client } = services;
  const ask = async (): Promise<AskedTarget> => {
    const asked = await askDatabases(client, states, await targets.prepare(environment));
    refuseWrite(asked, asked.databases, 'Stamp');
    return asked;
  };
  const first = await ask();
  const history = await store.history(environment);
  if (!history) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  const chosen = target ?? (await pickTarget(history, first.databases));
  await saveDirtyRevisions(environment);
  // What was saved or changed since may lead to another database.
  const asked = (await targets.changesSince(first)).length > 0 ? await ask() : first;
  const { databases } = asked;
  const ids = new Set(history.revisions.map(({ id }) => id));
  // Alembic can't stamp away from rows that it has no file for, unless the table is emptied first.
  const purge = databases.some(({ heads }) => heads.some((id) => !ids.has(id)));
  const stamps = await planStamps(services, environment, databases, { target: chosen, purge, ids });
  if (stamps.every(isNothing)) {
    throw new UserError(
      `${databaseNames(databases)} says ${chosen} already; nothing to stamp.`,
      [],
      'information',
    );
  }
  const line = shownLine(asked, ['stamp', ...(purge ? ['--purge'] : []), chosen]);
  await confirmWrite(asked, databases, {
    message: `Stamp ${databaseNames(databases)} with ${chosen}?`,
    detail: (line === undefined ? '' : `Runs ${shownText(line)}\n\n`) + stampDetail(stamps),
    button: 'Stamp…',
    destructive: true,
  });
  await typeTarget(chosen, stamps);
  await run(services, asked, { target: chosen, purge, stamps, inTerminal });
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
      throw new UserError(`${environment.label} is not there any more; refresh the history.`);
    if (plan.kind === 'unknown') throw new UserError(plan.reason);
    if (plan.kind === 'error') throw new UserError(`Alembic can't stamp ${target}: ${plan.message}`);
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
  { client, states, runner, store }: StampServices,
  asked: AskedTarget,
  {
    target,
    purge,
    stamps,
    inTerminal,
  }: {
    readonly target: string;
    readonly purge: boolean;
    readonly stamps: readonly DatabaseStamp[];
    readonly inTerminal: boolean;
  },
): Promise<void> {
  const names = databaseNames(asked.databases);
  const finished = await runner.run({
    target: asked,
    commandAndArguments: ['stamp', ...(purge ? ['--purge'] : []), target],
    title: `Stamping ${names} with ${target}`,
    writesTo: asked.databases,
    requireSame: () => requireSameDatabases(client, asked, { position: false }),
    inTerminal,
  });
  const outcome = outcomeOf(asked, finished);
  const after = await askDatabasesAgain(client, states, asked);
  const rows = [...new Set(after?.flatMap(({ heads }) => heads))];
  const nameOf = await readNames(store, asked.environment);
  const where = after ? ` It now says ${rows.map(nameOf).join(', ') || 'base'}.` : '';
  switch (outcome.kind) {
    case 'success': {
      const expected = stamps.map(({ database, rowsAfter }) => ({ database, rows: rowsAfter }));
      const { output } = finished.end;
      if (reportMissedEnd(asked, `Stamp of ${names}`, { expected, after, output })) return;
      void showMessage('information', `Stamped ${names}; no migration ran.${where}`, [showLog]);
      return;
    }
    case 'interrupted':
      void showMessage('warning', `Stamp was interrupted.${where}`, [showLog]);
      return;
    case 'failure':
      reportFailure(`Stamp of ${names}`, outcome, asked, {
        leftBehind: inTerminal ? `Its terminal says why.${where}` : '',
        inTerminal: runInTerminal(asked, ['stamp', target]),
      });
  }
}
