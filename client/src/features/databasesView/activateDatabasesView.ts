import * as vscode from 'vscode';
import { viewIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { asOf } from '../../infrastructure/environments/shownDatabases';
import { createTreeView } from '../../infrastructure/vscode/treeView';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { databaseItem } from './databaseItem';
import { databaseNodes, environmentNode, factNodes } from './databaseNode';
import type { DatabaseNode } from './databaseNode';

type DatabasesServices = Pick<WorkbenchServices, 'store' | 'states' | 'active'>;

/** The Databases view: where each database stood when it was last asked, and what can be done with it. */
export function activateDatabasesView(services: DatabasesServices): vscode.Disposable {
  const { active } = services;
  const tree = new DatabasesTree(services);
  const view = createTreeView<DatabaseNode>(viewIds.databases, tree);
  return vscode.Disposable.from(
    tree,
    view,
    view.onDidChangeSelection(({ selection }) => {
      if (selection[0]) active.choose(selection[0].environment);
    }),
  );
}

/** Environments where there are several, their databases, and what is known of each. */
class DatabasesTree implements vscode.TreeDataProvider<DatabaseNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(private readonly services: DatabasesServices) {
    const { store, states } = services;
    this.subscription = vscode.Disposable.from(
      store.onDidChange(() => this.changeEmitter.fire()),
      states.onDidChange(() => this.changeEmitter.fire()),
    );
  }

  getTreeItem(node: DatabaseNode): vscode.TreeItem {
    return databaseItem(node);
  }

  async getChildren(node?: DatabaseNode): Promise<DatabaseNode[]> {
    if (node?.kind === 'environment') return await this.databases(node.environment);
    if (node?.kind === 'database') {
      const { asOf: time } = node.known;
      return [...factNodes(node, time && `asked ${asOf(time)}`)];
    }
    if (node) return [];
    const { state, environments } = this.services.store;
    if (state !== 'ready') return [];
    const [first, ...others] = environments;
    if (first && others.length === 0) return await this.databases(first);
    return environments.map(environmentNode);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }

  private async databases(environment: EnvironmentDto): Promise<DatabaseNode[]> {
    const { store, states } = this.services;
    const history = await store.history(environment);
    const known = await states.readShown(environment);
    return history ? [...databaseNodes(environment, history.revisions, known)] : [];
  }
}
