import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import { databaseNames } from '../../infrastructure/alembic/databaseName';
import type { DatabaseState } from '../../infrastructure/alembic/bridge';
import type { WaysOutServices, KnownHistory } from './revisionOfCommand';

/** Which of these revisions databases have, as far as that is known, and the databases' names. */
export async function appliedOf(
  { states }: WaysOutServices,
  { environment, history }: KnownHistory,
  revisions: readonly string[],
): Promise<{ readonly revisions: readonly string[]; readonly databases: readonly DatabaseState[] }> {
  const here = new Set(history.revisions.map(({ id }) => id));
  const known = await states.read(environment, (id) => here.has(id));
  const applied = revisions.filter((id) => known?.applied.has(id) || known?.current.has(id));
  return { revisions: applied, databases: known?.databases ?? [] };
}

/**
 * Asks before revisions change that a database has, as far as that is known: Alembic would no longer find its place. Throws a cancellation
 * where the person decides against it.
 */
export async function confirmApplied(
  services: WaysOutServices,
  known: KnownHistory,
  revisions: readonly string[],
  verb: string,
): Promise<void> {
  const { revisions: applied, databases } = await appliedOf(services, known, revisions);
  if (applied.length === 0) return;
  const downgrade = 'Downgrade…';
  const anyway = `${verb} Anyway`;
  const names = applied.slice(0, 5).join(', ') + (applied.length > 5 ? ' …' : '');
  const pressed = await vscode.window.showWarningMessage(
    `${databaseNames(databases)} ${databases.length === 1 ? 'has' : 'have'} run ${names} already.`,
    {
      modal: true,
      detail:
        'Alembic finds a database by the ids and parents in these files. Downgrade it below them first, then change them, then upgrade again.',
    },
    downgrade,
    anyway,
  );
  if (pressed === downgrade) await vscode.commands.executeCommand(commandIds.downgrade);
  if (pressed !== anyway) throw new vscode.CancellationError();
}
