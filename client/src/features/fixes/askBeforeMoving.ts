import * as vscode from 'vscode';
import type { PlannedEditDto } from '../../../../server/protocol/changes';
import type { CodeActionFacts } from '../../../../server/protocol/codeActions';
import { requirePlan } from '../../infrastructure/vscode/planGate';
import { UserError } from '../../infrastructure/vscode/userError';
import { tellingOf } from './tellActionChange';
import { appliedOf, confirmApplied } from './appliedWarning';
import { confirmNewId } from './askBeforeNewId';
import type { KnownHistory, FixServices } from './revisionOfCommand';

/** The command that asks and then applies; it is no one's to call, so the manifest does not have it. */
export const moveAfterAsking = '_alembicWorkbench.moveAfterAsking';

/** What the command is given: an action of the lightbulb that waits for the person's word. */
export interface WaitingAction {
  readonly known: KnownHistory;
  readonly moves: readonly string[];
  readonly renames: readonly string[];
  readonly title: string;
  readonly edit: vscode.WorkspaceEdit;
  readonly planned: PlannedEditDto | undefined;
  readonly next: vscode.Command | undefined;
}

/**
 * An action of the lightbulb whose edit is made, as it is to be offered: where a database is known to have
 * run what it changes, choosing it asks first. Menus make edits only to show what they would do, so nothing
 * is asked here.
 */
export async function askingAction(
  services: FixServices,
  action: vscode.CodeAction,
  data: unknown,
): Promise<vscode.CodeAction> {
  const { environment: key, moves = [], renames = [], planned } = (data ?? {}) as Partial<CodeActionFacts>;
  const changed = [...moves, ...renames];
  if (!action.edit) return action;
  const telling = await tellingOf(action, planned);
  if (telling) action.command = telling;
  if (key === undefined || changed.length === 0) return action;
  const environment = services.store.find(key);
  const history = environment && (await services.store.history(environment));
  if (!environment || !history) return action;
  const known: KnownHistory = { environment, history };
  if ((await appliedOf(services, known, changed)).revisions.length === 0) return action;
  const { title, edit, command: next } = action;
  const waiting: WaitingAction = { known, moves, renames, title, edit, planned, next };
  delete action.edit;
  action.command = { title, command: moveAfterAsking, arguments: [waiting] };
  return action;
}

/** Asks, then applies the action as one edit. */
export async function moveOnceAsked(services: FixServices, waiting: unknown): Promise<void> {
  const { known, moves, renames, title, edit, planned, next } = waiting as WaitingAction;
  await confirmApplied(services, known, moves, 'Move');
  for (const id of renames) await confirmNewId(services, known, { id, verb: 'Change' });
  // The question may have stood there for long.
  if (planned) await requirePlan(services.server.flawOfPlan, planned);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new UserError(`"${title}" could not be applied, because a file changed meanwhile; try again.`);
  if (next) await vscode.commands.executeCommand(next.command, ...((next.arguments ?? []) as unknown[]));
}
