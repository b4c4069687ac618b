import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { lineDiagnostic } from '../../vscode/diagnostic';
import { textHash } from '../../vscode/textHash';
import { isOfConnection } from './knownFailure';
import { stepName } from './runOutcome';
import type { RunningStep, RunOutcome } from './runOutcome';

/** Where a run failed. */
export interface FailedPlace {
  readonly uri: vscode.Uri;
  /** The revision that was running; undefined where none had begun. */
  readonly revision: string | undefined;
  readonly message: string;
}

type Shown = FailedPlace & {
  /** Counted from one. */
  readonly line: number;
  /** Of the file when it failed; undefined where it could not be read. */
  readonly hash: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/**
 * The line at which an environment's last run failed, as a diagnostic in that file. It goes with the next
 * run, with the file, with the first change of it, and where the same env.py starts well or with other
 * settings. What is wrong on the way to a database is no line's fault, and has none.
 */
export class FailureDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('alembic-run');
  private readonly failures = new Map<string, Shown>();
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  /** Fires when a failure is shown or gone. */
  readonly onDidChange = this.changeEmitter.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.py', true);
    this.subscription = vscode.Disposable.from(
      watcher,
      watcher.onDidDelete((uri) => this.clearWhere((failure) => isSame(failure.uri, uri))),
      watcher.onDidChange((uri) => {
        this.clearWhere((failure) => isSame(failure.uri, uri) && hashOnDisk(uri) !== failure.hash);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.clearWhere(
          ({ uri, hash }) => isSame(uri, document.uri) && textHash(document.getText()) !== hash,
        );
      }),
    );
  }

  /** Where the environment's last run failed, as long as that is so. */
  of(environment: string): FailedPlace | undefined {
    return this.failures.get(environment);
  }

  /** Takes back what the environment's last run left. */
  clear(environment: string): void {
    if (this.failures.delete(environment)) this.draw();
  }

  /**
   * Takes back what says that an env.py does not start, of whichever environment: it does by now, or what it
   * starts with has changed then. VS Code tells of changes late.
   */
  clearStart(environmentFile: vscode.Uri, changedAt = Number.POSITIVE_INFINITY): void {
    this.clearWhere(
      ({ uri, revision, at }) => revision === undefined && at < changedAt && isSame(uri, environmentFile),
    );
  }

  /** Shows a failure whose place is known, with the revision that was running. */
  show(environment: string, outcome: RunOutcome, step: RunningStep | undefined): void {
    this.clear(environment);
    if (outcome.kind !== 'failure' || !outcome.place) return;
    if (outcome.known && isOfConnection(outcome.known)) return;
    const { file, line } = outcome.place;
    const uri = vscode.Uri.file(file);
    const revision = step?.revision || undefined;
    const during = step && revision !== undefined ? ` (while ${stepName(step)} ran)` : '';
    const message = `The last run failed here${during}: ${outcome.message}`;
    this.failures.set(environment, { uri, line, revision, message, hash: hashOnDisk(uri), at: Date.now() });
    this.draw();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
    this.collection.dispose();
  }

  private clearWhere(isGone: (failure: Shown) => boolean): void {
    const gone = [...this.failures].filter(([, failure]) => isGone(failure));
    for (const [environment] of gone) this.failures.delete(environment);
    if (gone.length > 0) this.draw();
  }

  private draw(): void {
    const shown = [...this.failures.values()];
    this.collection.clear();
    for (const uri of new Map(shown.map((failure) => [failure.uri.toString(), failure.uri])).values())
      this.collection.set(
        uri,
        shown
          .filter((failure) => isSame(failure.uri, uri))
          .map(({ line, message }) => {
            const { Error: severity } = vscode.DiagnosticSeverity;
            return lineDiagnostic(line - 1, message, severity, 'alembic run');
          }),
      );
    this.changeEmitter.fire();
  }
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

function hashOnDisk(uri: vscode.Uri): string | undefined {
  try {
    return textHash(readFileSync(uri.fsPath, 'utf8'));
  } catch {
    return undefined;
  }
}
