import * as vscode from 'vscode';
import type { ChangeDto } from '../../../../server/protocol/changes';
import type { PlanChecker } from './planGate';
import { requirePlan } from './planGate';
import { rememberBefore } from './revertDocument';
import { UserError } from './userError';

/**
 * Applies a change of the server as one edit, so that one undo takes it back, and opens what it says. Never
 * overwrites a file, and leaves nothing half done. `check` has the last word: files may have changed, or lead
 * elsewhere, since the change was made.
 */
export async function applyChange(
  check: PlanChecker,
  change: Extract<ChangeDto, { kind: 'change' }>,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, text } of change.creates) {
    const contents = new TextEncoder().encode(text);
    edit.createFile(vscode.Uri.parse(uri), { overwrite: false, contents });
  }
  for (const { uri, edits } of change.edits) {
    for (const { range, newText } of edits) {
      const { start, end } = range;
      const place = new vscode.Range(start.line, start.character, end.line, end.character);
      edit.replace(vscode.Uri.parse(uri), place, newText);
    }
  }
  for (const { from, to } of change.renames) {
    edit.renameFile(vscode.Uri.parse(from), vscode.Uri.parse(to), { overwrite: false });
  }
  const before = await rememberBefore(check, change);
  await requirePlan(check, change.planned);
  // A refactoring is saved where the person has set it so (`files.refactoring.autoSave`): most of its files
  // are not open.
  const isApplied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (!isApplied) {
    await before.restore();
    throw new UserError(
      `"${change.title}" could not be applied, because a file changed meanwhile; try again.`,
    );
  }
  if (change.open) await vscode.window.showTextDocument(vscode.Uri.parse(change.open), { preview: false });
}
