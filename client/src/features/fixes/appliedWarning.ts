import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { askModally } from '../../infrastructure/vscode/messages';
import { findRevision } from '../../infrastructure/environments/revisionArgument';
import type { FixServices, KnownHistory } from './revisionOfCommand';

const whyItMatters = 'Alembic finds a database by the ids and parents in these files.';

/** What is known of databases and some revisions. */
export interface AppliedRevisions {
  /** Those that a database has run. */
  readonly revisions: readonly string[];
  /** The databases that have run one of them. */
  readonly databases: readonly DatabaseState[];
  /** The databases of which that is not known, for they stand at a revision that is not here. */
  readonly unsure: readonly DatabaseState[];
}

/** Which of these revisions databases have, as far as that is known. */
export async function appliedOf(
  { states }: Pick<FixServices, 'states'>,
  { environment }: Pick<KnownHistory, 'environment'>,
  revisions: readonly string[],
): Promise<AppliedRevisions> {
  const known = await states.read(environment);
  const has = (database: DatabaseState, index: number, id: string): boolean =>
    database.heads.includes(id) || known?.appliedToEach[index]?.has(id) === true;
  const all = known?.databases ?? [];
  return {
    revisions: revisions.filter((id) => all.some((database, index) => has(database, index, id))),
    databases: all.filter((database, index) => revisions.some((id) => has(database, index, id))),
    unsure: all.filter(({ heads }) => heads.some((id) => known?.unknown.includes(id))),
  };
}

/**
 * Asks before revisions change that a database has: Alembic would no longer find its place. Asks as well
 * where a database stands at a revision that is not here, so that nobody can tell. Throws a cancellation
 * where the person decides against it.
 */
export async function confirmApplied(
  services: FixServices,
  known: KnownHistory,
  revisions: readonly string[],
  verb: string,
): Promise<void> {
  if (revisions.length === 0) return;
  const { revisions: applied, databases, unsure } = await appliedOf(services, known, revisions);
  if (applied.length === 0) {
    if (unsure.length > 0) await confirmUnsure(known, unsure, revisions, verb);
    return;
  }
  const downgrade = 'Downgrade…';
  const anyway = `${verb} Anyway`;
  const pressed = await askModally(
    {
      message: `${databaseNames(databases)} ${databases.length === 1 ? 'has' : 'have'} run ${listed(applied)} already.`,
      detail: `${whyItMatters} Downgrade it below them first, then change them, then upgrade again.`,
    },
    downgrade,
    anyway,
  );
  if (pressed === downgrade) await vscode.commands.executeCommand(commandIds.downgrade);
  if (pressed !== anyway) throw new vscode.CancellationError();
}

/**
 * A database at a revision that is not here may have run these as well: what it has below is in files that
 * are not here.
 */
async function confirmUnsure(
  { environment, history }: KnownHistory,
  unsure: readonly DatabaseState[],
  revisions: readonly string[],
  verb: string,
): Promise<void> {
  const here = new Set(history.revisions.map(({ id }) => id));
  const unknown = [...new Set(unsure.flatMap(({ heads }) => heads.filter((id) => !here.has(id))))];
  const find = findRevision(environment, unknown[0] ?? '');
  const anyway = `${verb} Anyway`;
  const are = unsure.length === 1 ? 'stands' : 'stand';
  const have = unsure.length === 1 ? 'has' : 'have';
  const names = databaseNames(unsure);
  const pressed = await askModally(
    {
      message: `${names} ${are} at ${listed(unknown)}, which this checkout does not have, so it is not known whether ${names} ${have} run ${listed(revisions)}.`,
      detail: `${whyItMatters} Look for the revision that is not here first, or go on where you know that nothing of this was run.`,
    },
    find.title,
    anyway,
  );
  if (pressed === find.title) await vscode.commands.executeCommand(find.command, ...(find.arguments ?? []));
  if (pressed !== anyway) throw new vscode.CancellationError();
}

function listed(ids: readonly string[]): string {
  return ids.slice(0, 5).join(', ') + (ids.length > 5 ? ' …' : '');
}
