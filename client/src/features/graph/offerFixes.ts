import * as vscode from 'vscode';

/** Opens a file where it has a problem, with the list of its fixes. */
export async function offerFixes(uri: string, code: string): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const found = vscode.languages.getDiagnostics(file).find((each) => codeOf(each) === code);
  const at = found?.range.start;
  await vscode.window.showTextDocument(file, at ? { selection: new vscode.Range(at, at) } : {});
  await vscode.commands.executeCommand('editor.action.quickFix');
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}
