import * as vscode from 'vscode';
import type { ModelDifference } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { Markdown } from '../../infrastructure/vscode/markdown';
import { count, describeDifference, differenceDetail, differenceSubject, groupDrift, sideOf } from './drift';
import type { DatabaseDrift, Drift, TableDrift } from './drift';

/** A row of the drift view. */
export type DriftNode =
  | ({ readonly kind: 'database' } & DatabaseDrift)
  | ({ readonly kind: 'table'; readonly database: string | null } & TableDrift)
  | {
      readonly kind: 'difference';
      readonly database: string | null;
      /** Among all of the check, so that two that read the same are told apart. */
      readonly index: number;
      readonly difference: ModelDifference;
    };

/** The drift view's data: databases where there are several, then tables, then what differs in them. */
export class DriftTree implements vscode.TreeDataProvider<DriftNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private drift: Drift | undefined;

  readonly onDidChangeTreeData = this.changeEmitter.event;

  /** Shows another result, or none. */
  show(drift: Drift | undefined): void {
    this.drift = drift;
    this.changeEmitter.fire();
  }

  getChildren(node?: DriftNode): DriftNode[] {
    if (node?.kind === 'database') return tableNodes(node);
    if (node?.kind === 'table') {
      const all = this.drift?.differences ?? [];
      return node.differences.map((difference) => ({
        kind: 'difference',
        database: node.database,
        index: all.indexOf(difference),
        difference,
      }));
    }
    if (node || !this.drift || this.drift.differences.length === 0) return [];
    return groupDrift(this.drift).flatMap((group) =>
      group.title === null ? tableNodes(group) : [{ kind: 'database' as const, ...group }],
    );
  }

  getTreeItem(node: DriftNode): vscode.TreeItem {
    switch (node.kind) {
      case 'database':
        return databaseItem(node);
      case 'table':
        return tableItem(node);
      case 'difference':
        return differenceItem(node.difference, `${node.database ?? ''}\n${node.index}`);
    }
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }
}

/** The place of a row's model, as the command that opens it takes it; undefined where nobody knows it. */
export function modelPlace(node: unknown): { readonly uri: vscode.Uri; readonly line: number } | undefined {
  const { kind, difference, differences } = (node ?? {}) as {
    readonly kind?: unknown;
    readonly difference?: ModelDifference;
    readonly differences?: readonly ModelDifference[];
  };
  if (kind !== 'difference' && kind !== 'table') return undefined;
  const { file, line } = difference ?? differences?.find((each) => each.file !== null) ?? {};
  return typeof file === 'string'
    ? { uri: vscode.Uri.file(file), line: Math.max(0, (line ?? 1) - 1) }
    : undefined;
}

function tableNodes({ title, tables }: DatabaseDrift): DriftNode[] {
  return tables.map((table) => ({ kind: 'table', database: title, ...table }));
}

function databaseItem({ title, tables }: DatabaseDrift): vscode.TreeItem {
  const found = tables.reduce((sum, { differences }) => sum + differences.length, 0);
  const item = new vscode.TreeItem(
    title ?? '',
    found === 0 ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Expanded,
  );
  // One that had nothing to open would stay closed.
  item.id = `database ${title}${found === 0 ? ' without drift' : ''}`;
  item.description = found === 0 ? 'no drift' : count(found);
  item.iconPath = new vscode.ThemeIcon('database');
  item.accessibilityInformation = { label: `Database ${title}: ${item.description}` };
  return item;
}

function tableItem(node: TableDrift & { readonly database: string | null }): vscode.TreeItem {
  const title = node.table ?? 'the database';
  const whole = wholeTable(node);
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(title, whole ? None : Expanded);
  item.id = `table ${node.database ?? ''}\n${title}${whole ? ' as a whole' : ''}`;
  item.description = whole ? differenceDetail(whole) : count(node.differences.length);
  if (whole) item.tooltip = differenceTooltip(whole);
  item.iconPath = new vscode.ThemeIcon('table');
  item.contextValue = modelPlace({ kind: 'table', ...node }) ? 'driftModel' : 'driftTable';
  item.accessibilityInformation = { label: `Table ${title}: ${item.description}` };
  return item;
}

/** The difference of a table that is there on one side only, which needs no row below the table's. */
function wholeTable({ differences }: TableDrift): ModelDifference | undefined {
  const [only, ...others] = differences;
  return only && others.length === 0 && only.name === null && / table$/.test(only.operation)
    ? only
    : undefined;
}

const icons = {
  models: new vscode.ThemeIcon('diff-added', new vscode.ThemeColor('gitDecoration.addedResourceForeground')),
  database: new vscode.ThemeIcon(
    'diff-removed',
    new vscode.ThemeColor('gitDecoration.deletedResourceForeground'),
  ),
  changed: new vscode.ThemeIcon(
    'diff-modified',
    new vscode.ThemeColor('gitDecoration.modifiedResourceForeground'),
  ),
};

function differenceItem(difference: ModelDifference, id: string): vscode.TreeItem {
  const item = new vscode.TreeItem(differenceSubject(difference));
  const place = modelPlace({ kind: 'difference', difference });
  item.id = `difference ${id}`;
  item.description = differenceDetail(difference);
  item.iconPath = icons[sideOf(difference)];
  item.tooltip = differenceTooltip(difference);
  item.contextValue = place ? 'driftModel' : 'driftDifference';
  if (place) {
    const { uri, line } = place;
    const options = { selection: new vscode.Range(line, 0, line, 0) };
    item.command = { command: 'vscode.open', title: 'Open Model', arguments: [uri, options] };
  }
  item.accessibilityInformation = {
    label: `${describeDifference(difference)}: ${item.description}${place ? '. Enter opens the model' : ''}`,
  };
  return item;
}

function differenceTooltip(difference: ModelDifference): vscode.MarkdownString {
  const tooltip = new Markdown();
  tooltip.ours('**').text(describeDifference(difference)).ours('**\n\n');
  tooltip.text(differenceDetail(difference)).ours('\n\n');
  if (/^drop (table|column)$/.test(difference.operation)) {
    tooltip.ours('$(trash) A revision from this would drop it with all its data.\n\n');
  }
  if (difference.code !== '') tooltip.block(difference.code, 'python');
  const { file, line } = difference;
  if (file === null) tooltip.ours('No model of this project was found for it.');
  else tooltip.ours('$(go-to-file) ').text(`${vscode.workspace.asRelativePath(file)}:${line ?? 1}`);
  return tooltip.value;
}
