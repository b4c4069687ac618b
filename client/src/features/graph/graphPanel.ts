import type * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { nothingWithoutServer } from '../../infrastructure/server/serverNotRunning';
import { shownText } from '../../infrastructure/vscode/shownText';
import { webviewDocument, webviewFolder } from '../../infrastructure/webview/webviewPage';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { rowOf, runGraphAction } from './graphActions';
import { graphContents } from './graphContents';
import { readGraphPlan } from './graphPlan';
import type { FromGraph, GraphContents, GraphPlan, GraphSummary, ToGraph } from './messages';

export type GraphServices = Pick<WorkbenchServices, 'store' | 'states' | 'server' | 'active' | 'log'>;

/** Names the panel's type, for VS Code to bring it back after a reload. */
export const graphViewType = 'alembicWorkbench.graph';

/** The history of one environment, drawn. It follows the files, and what is known of databases. */
export class GraphPanel {
  private environmentKey: string | undefined;
  private contents: GraphContents | undefined;
  private revealed: string | undefined;
  private draws = 0;
  private isReady = false;
  /** The files whose authors were asked for. */
  private authorsOf = '';
  /** What waits for the page to be there. */
  private waiting: ToGraph | undefined;
  private takePicture: ((png: string | null) => void) | undefined;
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
        // A page that is hidden is gone; the next one says when it is there.
        if (panel.visible) void this.draw();
        else this.isReady = false;
      }),
      store.onDidChange(() => void this.draw()),
      states.onDidChange(() => void this.draw()),
      panel.onDidDispose(() => {
        this.takePicture?.(null);
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

  /** A drawing as a PNG in Base64; null where the page can't make one. */
  async picture(svg: string): Promise<string | null> {
    this.takePicture?.(null);
    return await new Promise((resolve) => {
      this.takePicture = resolve;
      if (this.isReady) this.send({ kind: 'draw', svg });
      else this.waiting = { kind: 'draw', svg };
    });
  }

  private async receive(message: unknown): Promise<void> {
    const received = message as FromGraph;
    switch (received.kind) {
      case 'ready':
        this.isReady = true;
        if (this.waiting) this.send(this.waiting);
        this.waiting = undefined;
        this.authorsOf = '';
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
      case 'plan':
        await this.sendPlan(received.row, received.direction);
        break;
      case 'picture':
        this.takePicture?.(received.png);
        this.takePicture = undefined;
        break;
      case 'act': {
        const environment = this.environment();
        if (!environment) break;
        this.services.active.choose(environment);
        await runGraphAction(environment, this.rows, received);
        break;
      }
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
      states.readShown(environment),
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
    await this.sendAuthors(environment, this.contents);
  }

  private environment(): EnvironmentDto | undefined {
    const { store, active } = this.services;
    const chosen = this.environmentKey === undefined ? undefined : store.find(this.environmentKey);
    return chosen ?? active.current;
  }

  /** Git is read where files came or went, not at every change. */
  private async sendAuthors({ key }: EnvironmentDto, { rows }: GraphContents): Promise<void> {
    const files = [key, ...rows.map(({ uri }) => uri ?? '')].join('\n');
    if (files === this.authorsOf) return;
    this.authorsOf = files;
    const authors = await this.services.server.readAuthors(key).catch(nothingWithoutServer);
    if (!authors || files !== this.authorsOf) return;
    const shown = authors.map((each) => ({ ...each, author: shownText(each.author) }));
    this.send({ kind: 'authors', environment: key, authors: shown });
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

  private async sendPlan(row: string, direction: GraphPlan['direction']): Promise<void> {
    const { store, states, server } = this.services;
    const environment = this.environment();
    const asked = rowOf(this.rows, row);
    const history = environment && (await store.history(environment));
    if (!history || !asked) return;
    const known = await states.read(environment);
    const plan = await readGraphPlan(server, { environment, history, known, id: asked.id, direction });
    this.send({ kind: 'plan', plan: { row, ...plan } });
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
