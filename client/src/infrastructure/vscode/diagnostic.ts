import * as vscode from 'vscode';
import { shownText } from './shownText';

/** A finding of ours in a line of a file, counted from zero. */
export function lineDiagnostic(
  line: number,
  message: string,
  severity: vscode.DiagnosticSeverity,
  source: string,
): vscode.Diagnostic {
  const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  const diagnostic = new vscode.Diagnostic(range, shownText(message), severity);
  diagnostic.source = source;
  return diagnostic;
}
