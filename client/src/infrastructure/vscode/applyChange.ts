import * as vscode from 'vscode';
import type { ChangeDto } from '../../../../server/protocol/changes';
import type { PlanChecker } from './planGate';
import { requirePlan } from './planGate';
import { rememberBefore } from './revertDocument';
import type { AppliedChange } from './tellChange';
import { UserError } from './userError';

/** A change of the server that can be applied. */
export type Change = Extract<ChangeDto, { kind: 'change' }>;

/**
 * Applies a change of the server as one edit, so that one undo takes it back, and opens what it says. Never
 * overwrites a file, and leaves nothing half done. `check` has the last word: files may have changed, or lead
 * elsewhere, since the change was made.
 */
export async function applyChange(check: PlanChecker, change: Change): Promise<AppliedChange> {
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
  const texts = await readTexts(change.planned.files.map(({ uri }) => uri));
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
  return await appliedChange(change, texts);
}

/** What an edit did to the files that were there before, whose texts these are. */
export async function appliedChange(
  { planned, renames }: Pick<Change, 'planned' | 'renames'>,
  texts: ReadonlyMap<string, string>,
): Promise<AppliedChange> {
  const newPlace = new Map(renames.map(({ from, to }) => [from, to]));
  const files = [...texts].map(async ([uri, before]) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(newPlace.get(uri) ?? uri));
    return { uri: document.uri, before, after: document.getText() };
  });
  return { bounds: planned.bounds, renames, files: await Promise.all(files) };
}

/** The texts of files as they are now, by URI. */
export async function readTexts(uris: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const documents = uris.map(async (uri) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    return [uri, document.getText()] as const;
  });
  return new Map(await Promise.all(documents));
}
