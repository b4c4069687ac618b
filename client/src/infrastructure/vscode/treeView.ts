import * as vscode from 'vscode';
import { shownLines, shownText } from './shownText';

/** A view whose rows are shown as they are written, whatever the texts in them hold. */
export function createTreeView<Node>(
  id: string,
  provider: vscode.TreeDataProvider<Node>,
  options: Pick<vscode.TreeViewOptions<Node>, 'showCollapseAll'> = {},
): vscode.TreeView<Node> {
  const { onDidChangeTreeData } = provider;
  const parentOf = provider.getParent?.bind(provider);
  const resolve = provider.resolveTreeItem?.bind(provider);
  return vscode.window.createTreeView<Node>(id, {
    ...options,
    treeDataProvider: {
      ...(onDidChangeTreeData ? { onDidChangeTreeData } : {}),
      getChildren: (node) => provider.getChildren(node),
      getTreeItem: async (node) => shownItem(await provider.getTreeItem(node)),
      ...(parentOf ? { getParent: parentOf } : {}),
      ...(resolve
        ? {
            resolveTreeItem: async (item: vscode.TreeItem, node: Node, token: vscode.CancellationToken) => {
              const resolved = await resolve(item, node, token);
              return resolved && shownItem(resolved);
            },
          }
        : {}),
    },
  });
}

/** Says something of the view as a whole: beside its title, and above its rows. */
export function describeView(
  view: vscode.TreeView<unknown>,
  { description, message }: { readonly description: string; readonly message: string | undefined },
): void {
  view.description = shownText(description);
  view.message = message === undefined ? undefined : breakable(shownText(message));
}

/** Long names may wrap, which VS Code else cuts off: marks of no width where words are joined. */
function breakable(text: string): string {
  return text.replaceAll(/[_/\\.-](?=\w)/g, '$&\u200B');
}

function shownItem(item: vscode.TreeItem): vscode.TreeItem {
  if (typeof item.label === 'string') item.label = shownText(item.label);
  if (typeof item.description === 'string') item.description = shownText(item.description);
  if (typeof item.tooltip === 'string') item.tooltip = shownLines(item.tooltip);
  const { accessibilityInformation } = item;
  if (accessibilityInformation)
    item.accessibilityInformation = {
      ...accessibilityInformation,
      label: shownText(accessibilityInformation.label),
    };
  return item;
}
