import * as vscode from 'vscode';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { commandIds } from '../../../../server/protocol/identifiers';
import { askModally } from '../../infrastructure/vscode/messages';
import type { ModalQuestion } from '../../infrastructure/vscode/messages';
import { appliedOf } from './appliedWarning';
import type { KnownHistory, FixServices } from './revisionOfCommand';

/** A revision that is to get another id, and the one that it gets where that is known already. */
export interface NewId {
  readonly id: string;
  readonly newId?: string;
  /** What the button says that does it all the same. */
  readonly verb: 'Change' | 'Rename';
}

/**
 * Asks before a revision gets another id whose present one a database knows, as far as that is known, and
 * says whether there was something to ask. Throws a cancellation where the person decides against it.
 */
export async function confirmNewId(
  services: FixServices,
  known: KnownHistory,
  change: NewId,
): Promise<boolean> {
  const { revisions, databases } = await appliedOf(services, known, [change.id]);
  if (revisions.length === 0) return false;
  const downgrade = 'Downgrade…';
  const anyway = `${change.verb} Anyway`;
  const pressed = await askModally(whatFollows(known, databases, change), downgrade, anyway);
  if (pressed === downgrade) await vscode.commands.executeCommand(commandIds.downgrade);
  if (pressed !== anyway) throw new vscode.CancellationError();
  return true;
}

/** Asks for every environment that has the file. */
export async function askBeforeRename(
  services: FixServices,
  { uri }: vscode.TextDocument,
  id: string,
  newId: string,
): Promise<'unasked' | 'goOn' | 'leaveIt'> {
  const { store, states } = services;
  let isAsked = false;
  try {
    for (const environment of store.environments) {
      if (!states.answer(environment.key)) continue;
      const history = await store.history(environment);
      if (!history?.revisions.some((revision) => revision.uri === uri.toString())) continue;
      const change: NewId = { id, newId, verb: 'Rename' };
      if (await confirmNewId(services, { environment, history }, change)) isAsked = true;
    }
    return isAsked ? 'goOn' : 'unasked';
  } catch (error) {
    if (error instanceof vscode.CancellationError) return 'leaveIt';
    throw error;
  }
}

function whatFollows(
  { history }: KnownHistory,
  databases: readonly DatabaseState[],
  { id, newId = 'the new id' }: NewId,
): ModalQuestion {
  const standing = databases.filter(({ heads }) => heads.includes(id));
  if (history.revisions.filter((revision) => revision.id === id).length > 1) {
    return {
      message: `${databaseNames(databases)} ${has(databases)} run ${id} already.`,
      detail: `Several files have that id. Where the database has run this one, downgrade it below ${id} first; or change the other file instead.`,
    };
  }
  if (standing.length > 0) {
    const names = databaseNames(standing);
    return {
      message: `${names} ${standing.length === 1 ? 'stands' : 'stand'} at ${id}, which would not be here any more.`,
      detail: `Alembic could neither upgrade nor downgrade ${names} then. Upgrade or downgrade to another revision first, or stamp with ${newId} afterwards.`,
    };
  }
  return {
    message: `${databaseNames(databases)} ${has(databases)} run ${id} already.`,
    detail: `What stands further on finds its place all the same. Another database that stands at ${id} would not: upgrade it first, or stamp it with ${newId} afterwards.`,
  };
}

function has(databases: readonly DatabaseState[]): string {
  return databases.length === 1 ? 'has' : 'have';
}
