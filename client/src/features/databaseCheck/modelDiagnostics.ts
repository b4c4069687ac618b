import * as vscode from 'vscode';
import { lineDiagnostic } from '../../infrastructure/vscode/diagnostic';
import { differenceDetail, differenceSubject, driftNames } from './drift';
import type { Drift } from './drift';

/** Shows differences at the model of each table, until the next check. */
export function showAtModels(
  diagnostics: vscode.DiagnosticCollection,
  { databases, differences }: Drift,
): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const difference of differences) {
    const { file, line } = difference;
    if (file === null) continue;
    const at = Math.max(0, (line ?? 1) - 1);
    const own = databases.filter(({ name }) => databases.length === 1 || name === difference.database);
    const what = `${differenceSubject(difference)} (${differenceDetail(difference)})`;
    const diagnostic = lineDiagnostic(
      at,
      `${driftNames({ databases: own.length > 0 ? own : databases })} differs from this model: ${what}.`,
      vscode.DiagnosticSeverity.Information,
      'alembic',
    );
    const known = byFile.get(file);
    if (known) known.push(diagnostic);
    else byFile.set(file, [diagnostic]);
  }
  diagnostics.clear();
  for (const [file, found] of byFile) diagnostics.set(vscode.Uri.file(file), found);
}
