import { realpathSync } from 'node:fs';
import { basename, sep } from 'node:path';
import * as vscode from 'vscode';
import { contextKeys, viewIds } from '../../../../server/protocol/identifiers';
import type { DriftState } from '../../../../server/protocol/identifiers';
import type { LastRun, Runner } from '../../infrastructure/alembic/process/runner';
import type { DatabaseStates } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { createTreeView, describeView } from '../../infrastructure/vscode/treeView';
import { driftSentence } from './drift';
import type { Drift } from './drift';
import { DriftTree } from './driftTree';
import type { DriftNode } from './driftTree';

/**
 * The drift view: there once something was checked, and it says when what it shows may not be so any more.
 */
export class DriftView implements vscode.Disposable {
  private readonly tree = new DriftTree();
  private readonly view: vscode.TreeView<DriftNode>;
  private readonly subscription: vscode.Disposable;
  private shown: Drift | undefined;
  private staleBecause: string | undefined;
  private runBefore: LastRun | undefined;

  constructor(
    private readonly store: EnvironmentStore,
    private readonly states: DatabaseStates,
    private readonly runner: Runner,
  ) {
    this.view = createTreeView(viewIds.drift, this.tree, { showCollapseAll: true });
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.py');
    this.subscription = vscode.Disposable.from(
      this.tree,
      this.view,
      watcher,
      watcher.onDidChange((uri) => this.noteFile(uri)),
      watcher.onDidCreate((uri) => this.noteFile(uri)),
      watcher.onDidDelete((uri) => this.noteFile(uri)),
      states.onDidChange(() => this.noteDatabases()),
    );
    void this.draw();
  }

  /** What is shown; undefined where nothing was checked or it was cleared. */
  get drift(): Drift | undefined {
    return this.shown;
  }

  /** The row that is selected, for commands that are run by a key. */
  get selected(): DriftNode | undefined {
    return this.view.selection[0];
  }

  /** Shows a result, with the keyboard's focus on it where there is something to look at. */
  async show(drift: Drift): Promise<void> {
    this.shown = drift;
    this.staleBecause = this.unsavedModel(drift);
    const environment = this.store.find(drift.environment);
    this.runBefore = environment && this.runner.lastRun(environment);
    this.tree.show(drift);
    await this.draw();
    if (drift.differences.length > 0) await vscode.commands.executeCommand(`${viewIds.drift}.focus`);
  }

  /** Takes the result away, and the view with it. */
  async clear(): Promise<void> {
    this.shown = undefined;
    this.staleBecause = undefined;
    this.tree.show(undefined);
    await this.draw();
  }

  /** A revision was made from the differences, which nothing has run yet. */
  noteGenerated(): void {
    this.goStale('a revision from them is generated and pending');
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private noteFile(uri: vscode.Uri): void {
    if (!this.shown || !this.isModelFile(this.shown, uri.fsPath)) return;
    this.goStale(`${basename(uri.fsPath)} has changed since`);
  }

  /** Where nobody knows which files the models are in, every Python file but the revisions may be one. */
  private isModelFile({ modelFiles, environment }: Drift, file: string): boolean {
    if (modelFiles.length > 0) return modelFiles.includes(file) || modelFiles.includes(realPath(file));
    const folders = this.store.find(environment)?.versionLocationUris ?? [];
    return !folders.some((folder) => file.startsWith(vscode.Uri.parse(folder).fsPath + sep));
  }

  /**
   * A migration of ours asks the database anew when it is over; one that ran elsewhere shows at the next
   * question.
   */
  private noteDatabases(): void {
    if (!this.shown) return;
    const environment = this.store.find(this.shown.environment);
    const run = environment && this.runner.lastRun(environment);
    const [command = ''] = run === this.runBefore ? [] : (run?.commandAndArguments ?? []);
    const rows = (databases: Drift['databases'] | undefined): string =>
      JSON.stringify(databases?.map(({ heads }) => heads));
    const isMoved = rows(this.states.answer(this.shown.environment)) !== rows(this.shown.databases);
    if (['upgrade', 'downgrade'].includes(command)) this.goStale('a migration ran since');
    else if (isMoved) this.goStale('the database stands elsewhere now');
  }

  private unsavedModel({ modelFiles }: Drift): string | undefined {
    const unsaved = vscode.workspace.textDocuments.find(
      ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && modelFiles.includes(realPath(uri.fsPath)),
    );
    return unsaved && `${basename(unsaved.uri.fsPath)} has changes that are not saved`;
  }

  private goStale(reason: string): void {
    if (this.staleBecause !== undefined) return;
    this.staleBecause = reason;
    void this.draw();
  }

  private async draw(): Promise<void> {
    const { shown, staleBecause } = this;
    const isOneOfSeveral = this.store.environments.length > 1;
    const words = [staleBecause !== undefined && 'out of date', shown && isOneOfSeveral && shown.label];
    describeView(this.view, {
      description: words.filter(Boolean).join(' · '),
      message: shown && driftSentence(shown, staleBecause),
    });
    const state: DriftState = !shown ? 'none' : staleBecause === undefined ? 'fresh' : 'stale';
    await vscode.commands.executeCommand('setContext', contextKeys.drift, state);
  }
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
