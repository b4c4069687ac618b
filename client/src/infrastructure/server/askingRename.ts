import * as vscode from 'vscode';
import { PrepareRenameRequest, RenameRequest } from 'vscode-languageclient/node';
import type { LanguageClient, RenameMiddleware } from 'vscode-languageclient/node';

import type { PlannedEditDto } from '../../../../server/protocol/changes';
import type { PlanChecker } from '../vscode/planGate';
import { requirePlan } from '../vscode/planGate';

/** What a person says to another name for the id in a document: `unasked` where there is nothing to ask. */
export type AskBeforeRename = (
  document: vscode.TextDocument,
  id: string,
  newId: string,
) => Promise<'unasked' | 'goOn' | 'leaveIt'>;

/**
 * Renaming with a question in between: after the server has said that it can be done, and before VS Code gets
 * the edit.
 */
export function askingRename(
  clientNow: () => LanguageClient | undefined,
  askNow: () => AskBeforeRename | undefined,
  check: PlanChecker,
): NonNullable<RenameMiddleware['provideRenameEdits']> {
  return async (document, position, newName, token, next) => {
    const [client, ask] = [clientNow(), askNow()];
    if (!client) return await next(document, position, newName, token);
    const edit = await plannedRename(client, check, document, position, newName, token);
    if (!edit || !ask) return edit;
    const at = client.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
    const prepared = await client.sendRequest(PrepareRenameRequest.type, at, token);
    if (!prepared || !('placeholder' in prepared)) return edit;
    switch (await ask(document, prepared.placeholder, newName)) {
      case 'unasked':
        return edit;
      case 'goOn':
        // A file may have changed while the question stood there.
        return await plannedRename(client, check, document, position, newName, token);
      case 'leaveIt':
        // Nothing at all would be told as a failure; no edits are not.
        return new vscode.WorkspaceEdit();
    }
  };
}

/** The edit of a rename whose files are as they were when it was planned. */
async function plannedRename(
  client: LanguageClient,
  check: PlanChecker,
  document: vscode.TextDocument,
  position: vscode.Position,
  newName: string,
  token: vscode.CancellationToken,
): Promise<vscode.WorkspaceEdit | undefined> {
  const at = client.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
  const raw = await client.sendRequest(RenameRequest.type, { ...at, newName }, token);
  if (!raw) return undefined;
  const { planned } = raw as { readonly planned?: PlannedEditDto };
  if (planned) await requirePlan(check, planned);
  return await client.protocol2CodeConverter.asWorkspaceEdit(raw, token);
}
