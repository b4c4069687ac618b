import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { compareModels } from '../../infrastructure/alembic/databases/compareModels';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import {
  adviceFor,
  canImport,
  importModels,
  importTitle,
  namesOfModels,
} from '../../infrastructure/environments/importModels';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { askBeside, showMessage } from '../../infrastructure/vscode/messages';
import { UserError } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { count, driftNames, noDrift } from './drift';
import type { Drift } from './drift';
import { driftText } from './driftText';
import { modelPlace } from './driftTree';
import { DriftView } from './driftView';
import { showAtModels } from './modelDiagnostics';
import { withUnseenModel } from './unseenDrift';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What a check is made with. */
export type DatabaseCheckServices = Pick<
  WorkbenchServices,
  'store' | 'active' | 'states' | 'targets' | 'client' | 'runner' | 'documents' | 'server'
>;

/** Check for Drift: the models against the database, as a view and as diagnostics at the models. */
export function activateDatabaseCheck(
  services: DatabaseCheckServices & Pick<WorkbenchServices, 'commands'>,
): vscode.Disposable {
  const { commands } = services;
  const { store, active, states, client, runner, documents } = services;
  const diagnostics = vscode.languages.createDiagnosticCollection('alembicWorkbench.drift');
  const view = new DriftView(store, states, runner);
  const check = async (environment: EnvironmentDto): Promise<void> => {
    const drift = await checkDrift(services, environment);
    showAtModels(diagnostics, drift);
    await view.show(drift);
    void tellResult(services.server, drift);
  };
  const shown = (): Drift => {
    if (view.drift) return view.drift;
    throw new UserError('Nothing was checked yet; check for drift first.', [
      { title: 'Check for Drift', command: commandIds.checkDrift },
    ]);
  };
  commands.register(commandIds.checkDrift, async (row) => {
    requireTrust('Check for Drift');
    await check(await chooseEnvironment(store, active, 'Check for Drift', row));
  });
  commands.register(commandIds.checkDriftAgain, async () => {
    requireTrust('Check for Drift');
    const environment = view.drift && store.find(view.drift.environment);
    await check(environment ?? (await chooseEnvironment(store, active, 'Check for Drift')));
  });
  commands.register(commandIds.generateFromDrift, async () => {
    const environmentKey = view.drift?.environment;
    const count = (): number => store.find(environmentKey ?? '')?.revisionCount ?? 0;
    const before = count();
    await vscode.commands.executeCommand(commandIds.newRevision, { autogenerate: true, environmentKey });
    if (count() > before) view.noteGenerated();
  });
  commands.register(commandIds.showDriftText, async () => {
    const drift = shown();
    const names = driftNames(drift);
    const text = driftText(names, drift.differences, (file) => vscode.workspace.asRelativePath(file));
    await documents.show(`Drift of ${names}.md`, client.maskCode(text));
  });
  commands.register(commandIds.openModel, async (node) => {
    const place = modelPlace(node ?? view.selected);
    if (!place) throw new UserError('No model of this project was found for it.', [], 'information');
    await vscode.window.showTextDocument(place.uri, {
      selection: new vscode.Range(place.line, 0, place.line, 0),
    });
  });
  commands.register(commandIds.clearDrift, async () => {
    diagnostics.clear();
    await view.clear();
  });
  return vscode.Disposable.from(diagnostics, view);
}

async function checkDrift(
  { targets, client, runner, states, server }: DatabaseCheckServices,
  environment: EnvironmentDto,
): Promise<Drift> {
  await saveDirtyRevisions(environment);
  const target = await targets.prepare(environment);
  const { databases, differences: found, modelFiles } = await compareModels(client, runner, target);
  const { models: unseen } = await server.readUnseenModels(environment.key);
  const differences = found.map((difference) => withUnseenModel(difference, unseen));
  if (databases.length > 0) states.set(environment.key, databases);
  const checkedAt = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const { key, label } = environment;
  return { environment: key, label, databases, differences, unseen, modelFiles, checkedAt };
}

async function tellResult(server: HistoryServer, { databases, differences, unseen }: Drift): Promise<void> {
  const names = driftNames({ databases });
  const found = count(differences.length);
  const sentence =
    differences.length === 0
      ? noDrift({ databases })
      : `The models and ${names} have ${found}; a revision can make them equal.`;
  if (unseen.length > 0) {
    const buttons = canImport(unseen) ? [importTitle] : [];
    const message = `env.py does not see ${namesOfModels(unseen)}, so they were not compared: ${adviceFor(unseen)} and check again. Without them: ${sentence}`;
    const pressed = await askBeside('warning', message, ...buttons);
    if (pressed === importTitle) await importModels(server, unseen);
    return;
  }
  if (differences.length === 0) {
    void showMessage('information', sentence, []);
    return;
  }
  void showMessage('warning', sentence, [
    { title: 'Generate Revision…', command: commandIds.generateFromDrift },
  ]);
}
