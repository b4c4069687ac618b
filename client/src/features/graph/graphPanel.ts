import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { nothingWithoutServer } from '../../infrastructure/server/serverNotRunning';
import { shownText } from '../../infrastructure/vscode/shownText';
import { webviewDocument, webviewFolder } from '../../infrastructure/webview/webviewPage';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { graphContents } from './graphContents';
import type { FromGraph, GraphAction, GraphContents, GraphSummary, ToGraph } from './messages';

export type GraphServices = Pick<WorkbenchServices, 'store' | 'states' | 'server' | 'active' | 'log'>;

/** Names the panel's type, for VS Code to bring it back after a reload. */
export const graphViewType = 'alembicWorkbench.graph';

const commandsOfActions: Readonly<Record<GraphAction, string>> = {
  open: commandIds.openRevision,
  upgrade: commandIds.upgrade,
  upgradeToHere: commandIds.upgradeToHere,
  downgradeToHere: commandIds.downgradeToHere,
  previewSql: commandIds.previewRevisionSql,
  findRevision: commandIds.findRevision,
  mergeHeads: commandIds.mergeHeads,
  rebase: commandIds.rebase,
  showProblems: 'workbench.actions.view.problems',
  showCurrent: commandIds.showCurrent,
  export: commandIds.exportGraph,
};

/** The history of one environment, drawn. It follows the files, and what is known of databases. */
export class GraphPanel {
  private environmentKey: string | undefined;
  private contents: GraphContents | undefined;
  private revealed: string | undefined;
  private draws = 0;
  private isReady = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly services: GraphServices,
    private readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
  ) {
    const { store, states } = services;
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => void this.receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.visible) void this.draw();
      }),
      store.onDidChange(() => void this.draw()),
      states.onDidChange(() => void this.draw()),
      panel.onDidDispose(() => {
        for (const subscription of this.subscriptions) subscription.dispose();
      }),
    ];
    panel.webview.html = webviewDocument(panel.webview, extension, {
      name: 'graph',
      title: 'Migration Graph',
    });
  }

  onDidDispose(handle: () => void): void {
    this.panel.onDidDispose(handle);
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Brings the panel to the front, with an environment and one of its revisions where they are named. */
  async show(environment?: EnvironmentDto, revision?: string): Promise<void> {
    this.panel.reveal();
    if (environment) this.environmentKey = environment.key;
    this.revealed = revision;
    await this.draw();
  }

  /** The identities of the rows that are drawn now, for tests and for what else has to follow. */
  get rows(): GraphContents['rows'] {
    return this.contents?.rows ?? [];
  }

  private async receive(message: unknown): Promise<void> {
    const received = message as FromGraph;
    switch (received.kind) {
      case 'ready':
        this.isReady = true;
        this.environmentKey ??= received.environment;
        await this.draw();
        break;
      case 'choose':
        this.environmentKey = received.environment;
        await this.draw();
        break;
      case 'words':
        await this.sendWords(received.uris);
        break;
      case 'act':
        await this.act(received.action, received.row);
        break;
    }
  }

  /** Asks for everything anew and sends it. Of several under way only the last one is sent. */
  private async draw(): Promise<void> {
    if (!this.isReady || !this.panel.visible) return;
    const { store, states, server } = this.services;
    const draw = ++this.draws;
    const environment = this.environment();
    if (!environment) {
      this.contents = undefined;
      this.send({ kind: 'empty', ...whatIsMissing(store.state) });
      return;
    }
    const [graph, history, known] = await Promise.all([
      server.readGraph(environment.key).catch(nothingWithoutServer),
      store.history(environment),
      states.read(environment),
    ]);
    if (draw !== this.draws || !graph || !history) return;
    // The next generation is under way, and draws everything.
    if (graph.generation !== history.generation) return;
    this.contents = graphContents({
      environment,
      environments: store.environments,
      graph,
      history,
      known,
    });
    this.panel.title = `Graph: ${shownText(environment.label)}`;
    this.send({ kind: 'contents', contents: this.contents });
    if (this.revealed !== undefined) this.send({ kind: 'reveal', id: this.revealed });
    this.revealed = undefined;
  }

  private environment(): EnvironmentDto | undefined {
    const { store, active } = this.services;
    const chosen = this.environmentKey === undefined ? undefined : store.find(this.environmentKey);
    return chosen ?? active.current;
  }

  private async sendWords(uris: readonly string[]): Promise<void> {
    const environment = this.environment();
    const { contents } = this;
    if (!environment || !contents) return;
    const words = await this.services.server
      .readOperationWords({ environment: environment.key, uris })
      .catch(nothingWithoutServer);
    if (!words) return;
    this.send({
      kind: 'words',
      generation: contents.generation,
      words: uris.flatMap((uri, at) => {
        const each = words[at];
        return each ? [{ uri, words: each }] : [];
      }),
    });
  }

  /** Runs the command of an action, for the row that it was asked of. */
  private async act(action: GraphAction, uriOrId: string | undefined): Promise<void> {
    const environment = this.environment();
    if (!environment || !Object.hasOwn(commandsOfActions, action)) return;
    const row = this.rows.find(({ uri, id }) => uri === uriOrId || (uri === null && id === uriOrId));
    const argument = row && {
      environmentKey: environment.key,
      revisionId: row.id,
      ...(row.uri === null ? {} : { uri: row.uri }),
    };
    this.services.active.choose(environment);
    await vscode.commands.executeCommand(commandsOfActions[action], ...(argument ? [argument] : []));
  }

  private send(message: ToGraph): void {
    void this.panel.webview.postMessage(message);
  }
}

function whatIsMissing(state: string): { readonly text: string; readonly actions: GraphSummary['actions'] } {
  switch (state) {
    case 'reading':
      return { text: 'Reading the workspace…', actions: [] };
    case 'serverFailed':
      return { text: 'The language server is not running.', actions: [] };
    default:
      return { text: 'There is no Alembic environment in this workspace.', actions: [] };
  }
}
