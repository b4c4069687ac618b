import * as vscode from 'vscode';
import { mergedText } from '../../../../server/protocol/git';
import { commandIds } from '../../../../server/protocol/identifiers';
import { UserError } from '../../infrastructure/vscode/userError';
import { shownText } from '../../infrastructure/vscode/shownText';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Compare with Merged Version: what the main branch had of a revision beside what the file says now. */
export function activateCompareWithMerged({
  commands,
  languageServer: server,
  documents,
}: Pick<WorkbenchServices, 'commands' | 'languageServer' | 'documents'>): void {
  commands.register(commandIds.compareWithMerged, async (argument) => {
    const uri = uriOf(argument) ?? vscode.window.activeTextEditor?.document.uri;
    if (!uri)
      throw new UserError('No file is open; open the revision that is to be compared.', [], 'information');
    const merged = await server.request(mergedText, { uri: uri.toString() });
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    if (!merged) {
      throw new UserError(
        `There is no merged version of ${name}: the main branch does not have it, or Git is not read here (the log says why).`,
        [],
        'information',
      );
    }
    const left = documents.add(name, merged.text);
    await vscode.commands.executeCommand(
      'vscode.diff',
      left,
      uri,
      shownText(`${name} (${merged.ref} ↔ here)`),
    );
  });
}

/** A quick fix gives the URI as text, a menu of an editor as a URI. */
function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return typeof argument === 'string' ? vscode.Uri.parse(argument) : undefined;
}
