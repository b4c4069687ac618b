import * as vscode from 'vscode';
import { lineDiagnostic } from '../../vscode/diagnostic';
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
    const during = revision === undefined ? '' : ` (while ${revision} ran)`;
    const message = `The last run failed here${during}: ${outcome.message}`;
    const { Error: severity } = vscode.DiagnosticSeverity;
    this.collection.set(uri, [lineDiagnostic(line - 1, message, severity, 'alembic run')]);
    this.files.set(environment, uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}
