import * as vscode from 'vscode';
import { readOnlyScheme } from '../../infrastructure/vscode/readOnlyDocuments';
import { showMessage } from '../../infrastructure/vscode/messages';
import { UserError } from '../../infrastructure/vscode/userError';
import { secretsHidden } from './previewText';

/**
 * Save SQL Preview As…: the preview of the editor to a file, which is opened then. The dialog asks before it
 * takes a file that is there.
 */
export async function savePreview(argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri?.toString());
  if (document?.uri.scheme !== readOnlyScheme || !document.uri.path.endsWith('.sql')) {
    throw new UserError('No SQL preview is open in the editor; open one first.', [], 'information');
  }
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1).replaceAll(/[ ,]+/g, '-');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: 'Save SQL Preview',
    filters: { SQL: ['sql'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) throw new vscode.CancellationError();
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(document.getText()));
  await vscode.window.showTextDocument(target, { preview: false });
  if (document.lineAt(0).text === secretsHidden) {
    void showMessage('warning', 'Secrets are *** in the saved SQL; put them back before it is run.', []);
  }
}
