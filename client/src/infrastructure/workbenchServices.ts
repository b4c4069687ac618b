import type * as vscode from 'vscode';
import type { RunTargets } from './alembic/command/runTargets';
import type { DatabaseClient } from './alembic/databases/databaseClient';
import type { FailureDiagnostics } from './alembic/output/failureDiagnostics';
import type { Runner } from './alembic/process/runner';
import type { ActiveEnvironment } from './environments/activeEnvironment';
import type { DatabaseStates } from './environments/databaseStates';
import type { EnvironmentStore } from './environments/environmentStore';
import type { Interpreters } from './python/interpreters';
import type { HistoryServer } from './server/historyServer';
import type { LanguageServer } from './server/languageServer';
import type { CommandRegistry } from './vscode/commandRegistry';
import type { ReadOnlyDocuments } from './vscode/readOnlyDocuments';

/** What features are made with. Each picks what it uses. */
export interface WorkbenchServices {
  readonly commands: CommandRegistry;
  readonly log: vscode.LogOutputChannel;
  readonly languageServer: LanguageServer;
  readonly server: HistoryServer;
  readonly store: EnvironmentStore;
  readonly states: DatabaseStates;
  readonly active: ActiveEnvironment;
  readonly interpreters: Interpreters;
  readonly targets: RunTargets;
  readonly runner: Runner;
  readonly client: DatabaseClient;
  readonly failures: FailureDiagnostics;
  readonly documents: ReadOnlyDocuments;
  /** Where it is noted which temporary worktrees exist. */
  readonly worktreeRecords: string;
  /** Where copies and back-ups of SQLite files are put. */
  readonly copiesFolder: string;
}
