import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/**
 * Tells a new server of documents whose files were deleted while they were open. It gets their text like that of any other document, and would take them for
 * files that are still to be saved. Documents with unsaved changes are just that.
 */
export async function tellOfDeletedDocuments(client: LanguageClient): Promise<void> {
  const saved = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) => uri.scheme === 'file' && !isDirty,
  );
  const areGone = await Promise.all(saved.map(({ uri }) => isGone(uri)));
  const changes = saved
    .filter((_document, at) => areGone[at])
    .map(({ uri }) => ({ uri: client.code2ProtocolConverter.asUri(uri), type: deleted }));
  if (changes.length > 0) await client.sendNotification('workspace/didChangeWatchedFiles', { changes });
}

/** `FileChangeType.Deleted` of the language server protocol. */
const deleted = 3;

async function isGone(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return false;
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
  }
}
