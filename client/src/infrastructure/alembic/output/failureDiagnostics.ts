import * as vscode from 'vscode';
import type { RunOutcome } from './runOutcome';

/** The line at which an environment's last run failed, as a diagnostic in that file until the next run. */
export class FailureDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('alembic-run');
  private readonly files = new Map<string, vscode.Uri>();

  /** Takes back what the environment's last run left. */
  clear(environment: string): void {
    const file = this.files.get(environment);
    if (file) this.collection.delete(file);
    this.files.delete(environment);
  }

  /** Shows a failure whose place is known. `revision` is the one that was running. */
  show(environment: string, outcome: RunOutcome, revision: string | undefined): void {
    this.clear(environment);
    if (outcome.kind !== 'failure' || !outcome.place) return;
    const { file, line } = outcome.place;
    const uri = vscode.Uri.file(file);
    const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
    const during = revision === undefined ? '' : ` (while ${revision} ran)`;
    const diagnostic = new vscode.Diagnostic(range, `The last run failed here${during}: ${outcome.message}`);
    diagnostic.source = 'alembic run';
    this.collection.set(uri, [diagnostic]);
    this.files.set(environment, uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}
