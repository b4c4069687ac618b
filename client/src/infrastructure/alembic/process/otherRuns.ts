import * as vscode from 'vscode';
import { askModally } from '../../vscode/messages';
import { shownText } from '../../vscode/shownText';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import { databaseNames } from '../databases/databaseName';
import type { RunHolder } from './runLocks';

/**
 * Says who else writes to the databases, and asks whether to run all the same. Throws a cancellation where
 * the answer is no.
 */
export async function requireAlone(
  others: readonly RunHolder[],
  databases: readonly DatabaseState[],
): Promise<void> {
  const [first] = others;
  if (!first) return;
  const runAnyway = 'Run Anyway';
  const since = new Date(first.since).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const more = others.length > 1 ? ` So do ${others.length - 1} more.` : '';
  const pressed = await askModally(
    {
      message: `${databaseNames(databases)} is being written to already.`,
      detail: `"${shownText(first.title)}" runs in the window of ${shownText(first.window)} since ${since}.${more} Two migrations at once can fail half done, or run a revision twice; wait for the other one to end, and ask again.`,
    },
    runAnyway,
  );
  if (pressed !== runAnyway) throw new vscode.CancellationError();
}
