import * as vscode from 'vscode';
import { contextKeys } from '../../../../server/protocol/identifiers';
import type { WorkbenchState } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import type { HistoryServer } from '../server/historyServer';
import type { LanguageServer } from '../server/languageServer';
import { nothingWithoutServer, ServerNotRunning } from '../server/serverNotRunning';

/** What the server last said about the workspace, asked again whenever the server says that it changed. */
export class EnvironmentStore implements vscode.Disposable {
  private list: readonly EnvironmentDto[] = [];
  private currentState: WorkbenchState = 'reading';
  private readonly histories = new Map<string, Promise<HistoryDto | null>>();
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private refreshes = 0;

  /** Fires after the state, the list of environments or any environment's generation changed. */
  readonly onDidChange = this.changeEmitter.event;

  constructor(
    private readonly server: LanguageServer,
    private readonly requests: HistoryServer,
    private readonly log: vscode.LogOutputChannel,
  ) {
    requests.onDidChangeEnvironments(() => void this.refresh());
    this.subscriptions.push(
      requests.onDidStart(() => this.histories.clear()),
      server.onDidChangeState(() => void this.refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
    );
  }

  /** Which of the welcome texts applies, or `ready`. Also the context key `alembicWorkbench.state`. */
  get state(): WorkbenchState {
    return this.currentState;
  }

  get environments(): readonly EnvironmentDto[] {
    return this.list;
  }

  find(key: string): EnvironmentDto | undefined {
    return this.list.find((environment) => environment.key === key);
  }

  /**
   * The history of an environment; null where the server doesn't know the environment any more, or none runs.
   * Kept while it is of the generation that was asked for.
   */
  history(environment: EnvironmentDto): Promise<HistoryDto | null> {
    const id = historyId(environment);
    const known = this.histories.get(id);
    if (known) return known;
    const asked: Promise<HistoryDto | null> = this.requests.readHistory(environment.key).then(
      (history) => {
        // A new server counts from the beginning, and may be further than the list that is shown.
        if (history?.generation !== environment.generation) this.forgetHistory(id, asked);
        return history;
      },
      (error: unknown) => {
        this.forgetHistory(id, asked);
        return nothingWithoutServer(error) ?? null;
      },
    );
    this.histories.set(id, asked);
    return asked;
  }

  /** Has the server read everything on disk again, and asks it. */
  async readAgain(): Promise<void> {
    if (this.server.state === 'running') await this.requests.readAgain();
    await this.refresh();
  }

  /** Asks the server again. Of several calls under way only the last one counts. */
  async refresh(): Promise<void> {
    const refresh = ++this.refreshes;
    const { state, list } = await this.read();
    if (refresh !== this.refreshes) return;
    this.list = list;
    const present = new Set(list.map(historyId));
    for (const id of [...this.histories.keys()]) if (!present.has(id)) this.histories.delete(id);
    this.currentState = state;
    await vscode.commands.executeCommand('setContext', contextKeys.state, state);
    this.changeEmitter.fire();
  }

  dispose(): void {
    this.changeEmitter.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private forgetHistory(id: string, asked: Promise<HistoryDto | null>): void {
    if (this.histories.get(id) === asked) this.histories.delete(id);
  }

  private async read(): Promise<{ state: WorkbenchState; list: readonly EnvironmentDto[] }> {
    if (!vscode.workspace.workspaceFolders?.length) return { state: 'noWorkspace', list: [] };
    if (this.server.state === 'failed') return { state: 'serverFailed', list: [] };
    if (this.server.state !== 'running') return { state: 'reading', list: this.list };
    try {
      const { state, environments, configErrors } = await this.requests.listEnvironments();
      if (environments.length > 0) return { state: 'ready', list: emptyLast(environments) };
      if (state === 'reading') return { state, list: [] };
      return { state: configErrors > 0 ? 'brokenConfig' : 'noEnvironment', list: [] };
    } catch (error) {
      // Its state says so by itself.
      if (error instanceof ServerNotRunning) return { state: this.currentState, list: this.list };
      this.log.error(`The environments could not be read: ${String(error)}`);
      return { state: 'serverFailed', list: [] };
    }
  }
}

function historyId(environment: EnvironmentDto): string {
  return `${environment.generation} ${environment.key}`;
}

/** Environments without revisions, such as templates of new ones, are seldom meant. */
function emptyLast(environments: readonly EnvironmentDto[]): readonly EnvironmentDto[] {
  const isEmpty = ({ revisionCount }: EnvironmentDto): boolean => revisionCount === 0;
  return [...environments.filter((each) => !isEmpty(each)), ...environments.filter(isEmpty)];
}
