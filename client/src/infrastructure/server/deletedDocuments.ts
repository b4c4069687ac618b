import { existsSync } from 'node:fs';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';

/** `FileChangeType.Deleted` of the language server protocol. */
const deleted = 3;

/**
 * Tells a new server, right after it got their text, of documents whose files were deleted while they were
 * open: it would take them for files that are still to be saved. Documents with unsaved changes are just
 * that. Both messages go out at once, so that the server never reads a history with such a file.
 */
export function tellingOfDeletedDocuments(
  runningClient: () => LanguageClient | undefined,
): NonNullable<Middleware['didOpen']> {
  return async (document, next) => {
    const { uri, isDirty } = document;
    const opened = next(document);
    const client = runningClient();
    if (!client || uri.scheme !== 'file' || isDirty || existsSync(uri.fsPath)) return await opened;
    const changes = [{ uri: client.code2ProtocolConverter.asUri(uri), type: deleted }];
    await Promise.all([opened, client.sendNotification('workspace/didChangeWatchedFiles', { changes })]);
  };
}
