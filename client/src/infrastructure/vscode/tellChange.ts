import * as vscode from 'vscode';
import type { ChangeDto } from '../../../../server/protocol/changes';
import { textHash } from './textHash';
import type { PlanChecker } from './planGate';
import { requirePlan } from './planGate';
import { askBeside } from './messages';
import type { ReadOnlyDocuments } from './readOnlyDocuments';
import { shownText } from './shownText';
import { UserError } from './userError';

type Change = Extract<ChangeDto, { kind: 'change' }>;

/** A change that was made, with what is needed to show it and to take it back. */
export interface AppliedChange {
  readonly bounds: Change['planned']['bounds'];
  readonly renames: Change['renames'];
  readonly files: readonly ChangedFile[];
}

/** A file's text on both sides of a change; `uri` is where it is now. */
export interface ChangedFile {
  readonly uri: vscode.Uri;
  readonly before: string;
  readonly after: string;
}

/** What telling of a change works with. */
export interface TellingServices {
  readonly documents: ReadOnlyDocuments;
  readonly check: PlanChecker;
}

/**
 * Says what was changed where a file of it is in no visible editor, with Undo and Show Changes: what nobody
 * sees is not undone by Ctrl+Z where one stands.
 */
export async function tellChange(
  services: TellingServices,
  sentence: string,
  applied: AppliedChange,
): Promise<void> {
  const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString()));
  if (applied.files.every(({ uri }) => visible.has(uri.toString()))) return;
  const names = applied.files.map(({ uri }) => fileName(uri));
  const rest = names.length > 2 ? ` and ${names.length - 1} more files` : '';
  const shownNames = names.length > 2 ? `${names[0]}${rest}` : names.join(' and ');
  const pressed = await askBeside(
    'information',
    `${sentence} Changed: ${shownNames}.`,
    'Undo',
    'Show Changes',
  );
  if (pressed === 'Undo') await undo(services.check, applied);
  if (pressed === 'Show Changes') await showChanges(services.documents, applied);
}

async function showChanges(documents: ReadOnlyDocuments, { files }: AppliedChange): Promise<void> {
  const sides = files.map(({ uri, before }) => [uri, documents.add(fileName(uri), before), uri] as const);
  const [only] = sides;
  if (only && sides.length === 1) {
    const title = shownText(`${fileName(only[0])} (before ↔ now)`);
    await vscode.commands.executeCommand('vscode.diff', only[1], only[2], title);
    return;
  }
  await vscode.commands.executeCommand('vscode.changes', 'Changed revisions', sides);
}

/** Takes the change back as one edit, unless a file of it was changed since. */
async function undo(check: PlanChecker, { bounds, renames, files }: AppliedChange): Promise<void> {
  await requirePlan(check, {
    bounds,
    files: files.map(({ uri, after }) => ({ uri: uri.toString(), hash: textHash(after) })),
    newFiles: renames.map(({ from }) => from),
  });
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, before, after } of files) {
    const document = await vscode.workspace.openTextDocument(uri);
    const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
    if (before !== after) edit.replace(uri, whole, before);
  }
  for (const { from, to } of renames.toReversed())
    edit.renameFile(vscode.Uri.parse(to), vscode.Uri.parse(from), { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true })))
    throw new UserError('This could not be undone, because a file changed meanwhile.');
}

function fileName({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
