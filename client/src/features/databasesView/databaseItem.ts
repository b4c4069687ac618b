import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import { databaseDetails, databaseName } from '../../infrastructure/alembic/databases/databaseName';
import { findRevision, shortId } from '../../infrastructure/environments/revisionArgument';
import { asOf } from '../../infrastructure/environments/shownDatabases';
import { nodeId, pendingText } from './databaseNode';
import type { DatabaseNode, DatabaseRowNode, FactNode, PlaceNode } from './databaseNode';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a row of the Databases view looks. */
export function databaseItem(node: DatabaseNode): vscode.TreeItem {
  const item = itemOf(node);
  const id = nodeId(node);
  if (id !== '') item.id = id;
  return item;
}

function itemOf(node: DatabaseNode): vscode.TreeItem {
  switch (node.kind) {
    case 'environment': {
      const item = new vscode.TreeItem(node.environment.label, Expanded);
      item.iconPath = new vscode.ThemeIcon('versions');
      item.contextValue = 'environment';
      return item;
    }
    case 'notAsked':
      return notAskedItem(node);
    case 'database':
      return rowItem(node);
    case 'place':
      return placeItem(node);
    case 'fact':
      return factItem(node);
  }
}

function notAskedItem(node: DatabaseNode): vscode.TreeItem {
  const item = new vscode.TreeItem('Not asked yet', None);
  item.contextValue = 'notAsked';
  item.iconPath = new vscode.ThemeIcon('database', new vscode.ThemeColor('disabledForeground'));
  item.tooltip = 'Show Current asks the database where it stands. Nothing is asked by itself.';
  if (vscode.workspace.isTrusted)
    item.command = { title: 'Show Current', command: commandIds.showCurrent, arguments: [node] };
  return item;
}

function rowItem({ database, known, pending, places }: DatabaseRowNode): vscode.TreeItem {
  const item = new vscode.TreeItem(databaseName(database), Collapsed);
  const lost = places.filter(({ revision }) => !revision);
  const state = lost.length > 0 ? `at ${shortId(lost[0]?.revisionId ?? '')}, which is not here` : undefined;
  const told = state ?? (pending === undefined ? 'what is pending is not known' : pendingText(pending));
  const old = known.asOf ? asOf(known.asOf) : undefined;
  item.description = [database.dialect, told, old].filter(Boolean).join(' · ');
  item.tooltip = databaseDetails(database);
  item.contextValue = lost.length > 0 ? 'database.unknown' : 'database';
  const colour = old ? 'disabledForeground' : colourOf(lost.length > 0, pending);
  item.iconPath = new vscode.ThemeIcon(
    'database',
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  item.accessibilityInformation = { label: `Database ${databaseName(database)}, ${item.description}` };
  return item;
}

function colourOf(isLost: boolean, pending: number | undefined): string | undefined {
  if (isLost) return 'problemsWarningIcon.foreground';
  return pending === 0 ? 'charts.green' : pending === undefined ? undefined : 'charts.yellow';
}

function placeItem({ environment, revisionId, revision }: PlaceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(revision?.message || revisionId, None);
  if (revision) {
    item.description = `current · ${shortId(revisionId)}`;
    item.iconPath = new vscode.ThemeIcon('git-commit');
    item.contextValue = 'revision';
    const { uri, opensAt: range } = revision;
    item.command = { title: 'Open', command: commandIds.openRevision, arguments: [{ uri, range }] };
    return item;
  }
  item.description = 'current · not in this checkout';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
  item.contextValue = 'unknown';
  const { title, command, arguments: given } = findRevision(environment, revisionId);
  item.command = { title, command, arguments: [...(given ?? [])] };
  return item;
}

const factIcons: Readonly<Record<FactNode['fact'], string>> = {
  empty: 'circle-outline',
  pending: 'list-ordered',
  url: 'link',
  asked: 'history',
};

function factItem(node: FactNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.text, None);
  item.iconPath = new vscode.ThemeIcon(factIcons[node.fact]);
  item.contextValue = node.fact;
  if (node.fact === 'pending')
    item.command = { title: 'Show Plan', command: commandIds.showPlan, arguments: [node] };
  return item;
}
