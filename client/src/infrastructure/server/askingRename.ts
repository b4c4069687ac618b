import * as vscode from 'vscode';
import { PrepareRenameRequest } from 'vscode-languageclient/node';
import type { LanguageClient, RenameMiddleware } from 'vscode-languageclient/node';

/** What a person says to another name for the id in a document: `unasked` where there is nothing to ask. */
export type AskBeforeRename = (
  document: vscode.TextDocument,
  id: string,
  newId: string,
) => Promise<'unasked' | 'goOn' | 'leaveIt'>;

/** Renaming with a question in between: after the server has said that it can be done, and before VS Code gets the edit. */
export function askingRename(
  clientNow: () => LanguageClient | undefined,
  askNow: () => AskBeforeRename | undefined,
): NonNullable<RenameMiddleware['provideRenameEdits']> {
  return async (document, position, newName, token, next) => {
    const edit = await next(document, position, newName, token);
    const [client, ask] = [clientNow(), askNow()];
    if (!edit || !client || !ask) return edit;
    const at = client.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
    const prepared = await client.sendRequest(PrepareRenameRequest.type, at, token);
    if (!prepared || !('placeholder' in prepared)) return edit;
    switch (await ask(document, prepared.placeholder, newName)) {
      case 'unasked':
        return edit;
      case 'goOn':
        // A file may have changed while the question stood there.
        return await next(document, position, newName, token);
      case 'leaveIt':
        // Nothing at all would be told as a failure; no edits are not.
        return new vscode.WorkspaceEdit();
    }
  };
}
