import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { AlembicRuns } from '../../infrastructure/alembic/alembicRuns';
import { databaseRefusal } from '../../infrastructure/alembic/askDatabases';
import { askCompare } from '../../infrastructure/alembic/bridge';
import type { ModelDifference } from '../../infrastructure/alembic/bridge';
import { databaseNames } from '../../infrastructure/alembic/databaseName';
import { saveDirtyRevisions } from '../../infrastructure/alembic/saveDirtyRevisions';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import type { DatabaseStates } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import type { Interpreters } from '../../infrastructure/python/interpreters';
import type { CommandRegistry } from '../../infrastructure/vscode/commandRegistry';
import { showMessage } from '../../infrastructure/vscode/messages';
import type { ReadOnlyDocuments } from '../../infrastructure/vscode/readOnlyDocuments';
import { Refusal } from '../../infrastructure/vscode/refusal';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { describeDifference, driftText } from './driftText';

/** What a check is made with. */
export interface DatabaseCheckServices {
  readonly store: EnvironmentStore;
  readonly active: ActiveEnvironment;
  readonly states: DatabaseStates;
  readonly interpreters: Interpreters;
  readonly runs: AlembicRuns;
  readonly documents: ReadOnlyDocuments;
}

/** Check for Drift: the models against the database, as a document and as diagnostics at the models. */
export function activateDatabaseCheck(
  commands: CommandRegistry,
  services: DatabaseCheckServices,
): vscode.Disposable {
  const diagnostics = vscode.languages.createDiagnosticCollection('alembicWorkbench.drift');
  commands.register(commandIds.checkDrift, async () => {
    requireTrust('Check for Drift');
    const environment = await chooseEnvironment(services.store, services.active, 'Check for Drift');
    await checkDrift(services, environment, diagnostics);
  });
  commands.register(commandIds.generateFromDrift, () =>
    vscode.commands.executeCommand(commandIds.newRevision, { autogenerate: true }),
  );
  return diagnostics;
}

async function checkDrift(
  { interpreters, runs, states, documents }: DatabaseCheckServices,
  environment: EnvironmentDto,
  diagnostics: vscode.DiagnosticCollection,
): Promise<void> {
  const interpreter = (await interpreters.resolve(environment)).path;
  await saveDirtyRevisions(environment);
  const title = 'Comparing models and database';
  const answer = await runs.ask(environment, interpreter, title, (run, target) =>
    askCompare(run, { ask: 'compare', ...target }),
  );
  if ('error' in answer) {
    if (answer.error.message.includes('Target database is not up to date')) throw upgradeFirst();
    throw databaseRefusal(answer.error, interpreter);
  }
  const { databases, differences } = answer.result;
  states.set(environment.key, databases);
  const names = databaseNames(databases);
  showAtModels(diagnostics, differences, names);
  if (differences.length === 0) {
    void showMessage('information', `No drift: ${names} is what the models say.`, []);
    return;
  }
  const text = driftText(names, differences, (file) => vscode.workspace.asRelativePath(file));
  await documents.show(`Drift of ${names}.md`, runs.maskText(text));
  const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`;
  void showMessage('warning', `The models and ${names} have ${count}; a revision can make them equal.`, [
    { title: 'Generate Revision…', command: commandIds.generateFromDrift },
  ]);
}

/** At the class of each table that differs, until the next check. */
function showAtModels(
  diagnostics: vscode.DiagnosticCollection,
  differences: readonly ModelDifference[],
  databases: string,
): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const difference of differences) {
    const { file, line } = difference;
    if (file === null) continue;
    const at = Math.max(0, (line ?? 1) - 1);
    const diagnostic = new vscode.Diagnostic(
      new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER),
      `${databases} differs from this model: ${describeDifference(difference)}.`,
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

function upgradeFirst(): Refusal {
  return new Refusal(
    'Models are compared with a database that has every revision; upgrade it first.',
    [{ title: 'Upgrade…', command: commandIds.upgrade }],
    'warning',
  );
}
