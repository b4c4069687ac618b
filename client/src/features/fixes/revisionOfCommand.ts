import * as vscode from 'vscode';
import type { EnvironmentDto, HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { readRevisionArgument } from '../../infrastructure/environments/revisionArgument';
import { commandRevision } from '../../infrastructure/environments/revisionInEditor';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What these commands work with. */
export type FixServices = Pick<WorkbenchServices, 'store' | 'active' | 'states' | 'server' | 'documents'>;

/** An environment with its present history. */
export interface KnownHistory {
  readonly environment: EnvironmentDto;
  readonly history: HistoryDto;
}

/** The environment of a row, else the one that the person means. */
export async function historyOfCommand(
  { store, active }: FixServices,
  row: unknown,
  purpose: string,
): Promise<KnownHistory> {
  const argument = readRevisionArgument(row);
  const environment = argument
    ? store.find(argument.environmentKey)
    : await chooseEnvironment(store, active, purpose, row);
  const history = environment && (await store.history(environment));
  if (!environment || !history) throw new UserError('This row is out of date; refresh the history.');
  return { environment, history };
}

/** The revision of a row, else that of the file in the active editor, else the one that the person picks. */
export async function revisionOfCommand(
  services: FixServices,
  row: unknown,
  title: string,
): Promise<KnownHistory & { readonly revision: RevisionDto }> {
  const known = await commandRevision(services.store, row);
  if (known) return known;
  const { environment, history } = await historyOfCommand(services, undefined, title);
  return { environment, history, revision: await pickRevision(history.revisions, title, 'Which revision?') };
}

/** Asks for one of the revisions. */
export async function pickRevision(
  revisions: readonly RevisionDto[],
  title: string,
  placeHolder: string,
): Promise<RevisionDto> {
  const items = revisions.map((revision) => ({
    label: revision.message || revision.id,
    description: [revision.id, ...(revision.isHead ? ['head'] : []), ...revision.branchLabels].join(' · '),
    revision,
  }));
  const picked = await pickRow(items, { title, placeHolder, matchOnDescription: true });
  if (!picked) throw new vscode.CancellationError();
  return picked.revision;
}
