import * as vscode from 'vscode';
import type { PlannedEditDto } from '../../../../server/protocol/changes';
import { appliedChange, readTexts } from '../../infrastructure/vscode/applyChange';
import { tellChange } from '../../infrastructure/vscode/tellChange';
import type { FixServices } from './revisionOfCommand';

/** The command that says what an action changed; it is no one's to call, so the manifest does not have it. */
export const tellOfAction = '_alembicWorkbench.tellOfAction';

/** What the command is given. */
interface MadeAction {
  readonly title: string;
  readonly planned: PlannedEditDto;
  readonly texts: ReadonlyMap<string, string>;
  readonly next: vscode.Command | undefined;
}

/**
 * The command that says what an action of the lightbulb changed in files that nobody sees; none for one that
 * makes files, which is followed by opening them, and for one that renames, which shows in the tab.
 */
export async function tellingOf(
  { title, command }: vscode.CodeAction,
  planned: PlannedEditDto | undefined,
): Promise<vscode.Command | undefined> {
  if (!planned || planned.newFiles.length > 0) return undefined;
  const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString()));
  if (planned.files.every(({ uri }) => visible.has(vscode.Uri.parse(uri).toString()))) return undefined;
  const texts = await readTexts(planned.files.map(({ uri }) => uri)).catch(() => undefined);
  if (!texts) return undefined;
  const made: MadeAction = { title, planned, texts, next: command };
  return { title, command: tellOfAction, arguments: [made] };
}

/** Says it, after what follows the action anyway. */
export async function tellActionChange(services: FixServices, argument: unknown): Promise<void> {
  const { title, planned, texts, next } = argument as MadeAction;
  if (next) await vscode.commands.executeCommand(next.command, ...((next.arguments ?? []) as unknown[]));
  const applied = await appliedChange({ planned, renames: [] }, texts);
  const check = services.server.flawOfPlan;
  void tellChange({ documents: services.documents, check }, `${title}.`, applied);
}
