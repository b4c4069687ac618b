import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { DatabaseStates, KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { FailureDiagnostics } from '../../infrastructure/alembic/output/failureDiagnostics';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { historyRows, inPieces, pieceOf, unknownRows } from './historyNode';
import type { EnvironmentNode, HistoryNode } from './historyNode';
import type { HistoryFilter } from './historyFilter';
import { historyItem } from './historyItem';
import { revisionTooltip } from './revisionTooltip';

/** VS Code asks for the look of every child at once, so this many are given at a time. */
const rowsAtOnce = 1000;

/** The history view's data: environments where there are several, then one row a revision. */
export class HistoryTree implements vscode.TreeDataProvider<HistoryNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Messages of all revisions that were here once since the window was opened. */
  private readonly messages = new Map<string, string>();
  private readonly databasesOf = new Map<string, KnownDatabases | undefined>();

  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(
    private readonly store: EnvironmentStore,
    private readonly states: DatabaseStates,
    private readonly failures: FailureDiagnostics,
    private readonly filter: HistoryFilter,
  ) {
    this.subscription = vscode.Disposable.from(
      store.onDidChange(() => this.changeEmitter.fire()),
      states.onDidChange(() => this.changeEmitter.fire()),
      failures.onDidChange(() => this.changeEmitter.fire()),
      filter.onDidChange(() => this.changeEmitter.fire()),
    );
  }

  async getChildren(node?: HistoryNode): Promise<HistoryNode[]> {
    if (node?.kind === 'older') return [...inPieces(node.environment, node.rows, rowsAtOnce)];
    if (node?.kind === 'environment') return await this.revisionRows(node.environment);
    if (node) return [];
    const { state, environments } = this.store;
    if (state !== 'ready') return [];
    const [first, ...others] = environments;
    if (first && others.length === 0) return await this.revisionRows(first);
    for (const environment of environments)
      this.databasesOf.set(environment.key, await this.states.readShown(environment));
    return environments.map(environmentNode);
  }

  /** Asked where a row is to be revealed that VS Code does not draw yet. */
  async getParent(node: HistoryNode): Promise<HistoryNode | undefined> {
    if (node.kind === 'environment') return undefined;
    const { environment } = node;
    const history = await this.store.history(environment);
    const all = history ? historyRows(environment, history) : [];
    const rows = await this.filter.select(environment, all, this.databasesOf.get(environment.key));
    const piece = pieceOf(environment, rows, node, rowsAtOnce);
    return piece ?? (this.store.environments.length > 1 ? environmentNode(environment) : undefined);
  }

  /** The row of a file; undefined where no environment has it. */
  async rowOf(uri: vscode.Uri): Promise<HistoryNode | undefined> {
    const wanted = uri.toString();
    for (const environment of this.store.environments) {
      const history = await this.store.history(environment);
      const row =
        history && historyRows(environment, history).find((each) => 'uri' in each && each.uri === wanted);
      if (row) return row;
    }
    return undefined;
  }

  /** Whether the filter leaves a row in. */
  async shows(row: HistoryNode): Promise<boolean> {
    const { environment } = row;
    const [left] = await this.filter.pick(environment, [row], await this.states.readShown(environment));
    return left !== undefined;
  }

  getTreeItem(node: HistoryNode): vscode.TreeItem {
    const { key } = node.environment;
    return historyItem(node, this.databasesOf.get(key), this.failures.of(key)?.uri);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: HistoryNode): Promise<vscode.TreeItem> {
    if (node.kind !== 'revision') return item;
    const history = await this.store.history(node.environment);
    if (history) {
      item.tooltip = revisionTooltip(node.revision, history, this.databasesOf.get(node.environment.key));
    }
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }

  private async revisionRows(environment: EnvironmentDto): Promise<HistoryNode[]> {
    const history = await this.store.history(environment);
    if (!history) return [];
    const known = await this.states.readShown(environment);
    this.databasesOf.set(environment.key, known);
    for (const { id, message } of history.revisions) if (message) this.messages.set(id, message);
    return [
      ...(known ? unknownRows(environment, known, this.messages) : []),
      ...inPieces(
        environment,
        await this.filter.select(environment, historyRows(environment, history), known),
        rowsAtOnce,
      ),
    ];
  }
}

function environmentNode(environment: EnvironmentDto): EnvironmentNode {
  return { kind: 'environment', environment };
}
