import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { UrlCorrection } from '../../infrastructure/alembic/output/failureActions';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Writes the right scheme into a database's URL, in the file that has the wrong one, and shows the place. */
export function activateCorrectUrl({ commands }: Pick<WorkbenchServices, 'commands'>): void {
  commands.register(commandIds.correctUrl, async (asked) => {
    const { files, from, to } = asked as UrlCorrection;
    for (const file of files) {
      const document = await openIfThere(file);
      const range = document && findScheme(document, from);
      if (!range) continue;
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, range, to);
      await vscode.workspace.applyEdit(edit);
      const end = range.start.translate(0, to.length);
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(range.start, end) });
      return;
    }
    throw new UserError(
      `${from}:// stands in neither the config file nor env.py; write ${to}:// where the URL comes from.`,
    );
  });
}

async function openIfThere(file: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(file);
  } catch {
    return undefined;
  }
}

/** Where the scheme stands, as a whole word and in no comment of a config file. */
function findScheme(document: vscode.TextDocument, scheme: string): vscode.Range | undefined {
  for (let line = 0; line < document.lineCount; line++) {
    const { text } = document.lineAt(line);
    if (/^\s*[#;]/.test(text)) continue;
    const at = text.indexOf(`${scheme}://`);
    if (at < 0 || /[\w+]/.test(text.charAt(at - 1))) continue;
    return new vscode.Range(line, at, line, at + scheme.length);
  }
  return undefined;
}
