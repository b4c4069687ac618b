import * as vscode from 'vscode';
import { describeDifference, driftNames } from './drift';
import type { Drift } from './drift';

/** Shows differences at the model of each table, until the next check. */
export function showAtModels(
  diagnostics: vscode.DiagnosticCollection,
  { databases, differences }: Drift,
): void {
  const names = driftNames({ databases });
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const difference of differences) {
    const { file, line, detail } = difference;
    if (file === null) continue;
    const at = Math.max(0, (line ?? 1) - 1);
    const what = `${describeDifference(difference)}${detail ? ` (${detail})` : ''}`;
    const diagnostic = new vscode.Diagnostic(
      new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER),
      `${names} differs from this model: ${what}.`,
      vscode.DiagnosticSeverity.Information,
    );
    diagnostic.source = 'alembic';
    const known = byFile.get(file);
    if (known) known.push(diagnostic);
    else byFile.set(file, [diagnostic]);
  }
  diagnostics.clear();
  for (const [file, found] of byFile) diagnostics.set(vscode.Uri.file(file), found);
}
