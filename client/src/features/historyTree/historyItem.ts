import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { ProblemDto, RevisionDto } from '../../../../server/protocol/environments';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { asOf, shownDatabases } from '../../infrastructure/environments/shownDatabases';
import { rowUri } from './problemDecorations';
import type { RowProblems } from './problemDecorations';
import { revisionIcon } from './revisionIcon';
import { shortId } from '../../infrastructure/environments/revisionArgument';
import { shownText } from '../../infrastructure/vscode/shownText';
import { databaseMark } from '../../infrastructure/environments/databaseStates';
import { rowId } from './historyNode';
import type {
  EnvironmentNode,
  HistoryNode,
  MissingNode,
  OlderNode,
  PlaceInFile,
  RevisionNode,
  UnknownNode,
  UnreadableNode,
} from './historyNode';

/** How a node looks. The tooltip of a revision is added when it is asked for. */
export function historyItem(
  node: HistoryNode,
  databases: KnownDatabases | undefined,
  failed?: vscode.Uri,
): vscode.TreeItem {
  const item = itemOf(node, databases);
  item.id = rowId(node);
  if (node.kind === 'revision') {
    item.resourceUri = rowUri(item.id, problemsOf(node.revision.problems));
    if (failed && vscode.Uri.parse(node.uri).fsPath === failed.fsPath) markFailed(item);
  }
  if (node.kind === 'environment') {
    const { error, warning } = node.environment.problemCount;
    item.resourceUri = rowUri(item.id, { errors: error, warnings: warning });
  }
  return item;
}

/** The revision at which the last run failed stands out until it runs, or its file changes. */
function markFailed(item: vscode.TreeItem): void {
  item.iconPath = coloured('error', 'problemsErrorIcon.foreground');
  item.description = ['last run failed here', item.description].filter(Boolean).join(' · ');
  const { label = '' } = item.accessibilityInformation ?? {};
  item.accessibilityInformation = { label: `${label}, the last run failed here` };
}

function itemOf(node: HistoryNode, databases: KnownDatabases | undefined): vscode.TreeItem {
  switch (node.kind) {
    case 'environment':
      return environmentItem(node, databases);
    case 'revision':
      return revisionItem(node, databases);
    case 'unknown':
      return unknownItem(node, databases);
    case 'missing':
      return missingItem(node);
    case 'unreadable':
      return unreadableItem(node);
    case 'older':
      return olderItem(node);
  }
}

function environmentItem(
  { environment }: EnvironmentNode,
  databases: KnownDatabases | undefined,
): vscode.TreeItem {
  const item = new vscode.TreeItem(environment.label, vscode.TreeItemCollapsibleState.Expanded);
  const heads = count(environment.heads.length, 'head');
  item.contextValue = 'environment';
  const asked = databases ? [shownDatabases(databases)] : [];
  item.description = [heads, count(environment.revisionCount, 'revision'), ...asked].join(' · ');
  item.iconPath = new vscode.ThemeIcon('versions');
  item.tooltip = [environment.label, environment.loadError ?? '', ...environment.explanations]
    .filter(Boolean)
    .map(shownText)
    .join('\n\n');
  const loadError = environment.loadError && `, Alembic can't load it: ${environment.loadError}`;
  item.accessibilityInformation = {
    label: `Environment ${environment.label}, ${item.description}${loadError || ''}`,
  };
  return item;
}

function revisionItem(node: RevisionNode, databases: KnownDatabases | undefined): vscode.TreeItem {
  const { revision } = node;
  const marks = revisionMarks(revision, databases);
  const applied = databases && databaseMark(revision.id, databases);
  const item = new vscode.TreeItem(revision.message || revision.id, vscode.TreeItemCollapsibleState.None);
  // One of several heads is what can be moved on top of another one.
  const movable = revision.isHead && node.environment.heads.length > 1 && 'movable';
  item.contextValue = ['revision', applied, movable].filter(Boolean).join('.');
  // The id last: a narrow view cuts what is at the end. Without a message it is the label.
  item.description = [...marks, ...(revision.message ? [shortId(revision.id)] : [])].join(' · ');
  item.iconPath = revisionIcon(revision, databases);
  item.command = openOnClick(node);
  item.accessibilityInformation = {
    label: [
      revision.message || 'no message',
      `revision ${revision.id}`,
      ...marks,
      ...(applied ? [databases.asOf ? `${applied}, ${asOf(databases.asOf)}` : applied] : []),
      ...revision.problems.map((problem) => `${problem.severity}: ${problem.message}`),
    ].join(', '),
  };
  return item;
}

function unknownItem(node: UnknownNode, known: KnownDatabases | undefined): vscode.TreeItem {
  const { revisionId } = node;
  const item = new vscode.TreeItem(node.message || revisionId, vscode.TreeItemCollapsibleState.None);
  const names = databaseNames(node.databases);
  item.contextValue = 'unknown';
  const stands = known?.asOf ? `stood here ${asOf(known.asOf)}` : 'stands here';
  const id = node.message ? [shortId(revisionId)] : [];
  item.description = ['not in this checkout', `${names} ${stands}`, ...id].join(' · ');
  item.iconPath = coloured('database', known?.asOf ? 'disabledForeground' : 'problemsWarningIcon.foreground');
  item.tooltip = `${names} ${known?.asOf ? 'stood' : 'stands'} at revision ${revisionId}, which no file of this checkout has. Click to look for it in Git.`;
  item.command = findOnClick(node);
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

function missingItem(node: MissingNode): vscode.TreeItem {
  // Half-typed ids are empty for a moment.
  const item = new vscode.TreeItem(node.revisionId || '(empty)', vscode.TreeItemCollapsibleState.None);
  const namers = node.namedBy.map(shortId).join(', ');
  item.contextValue = 'missing';
  item.description = `missing · named by ${namers}`;
  item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('problemsErrorIcon.foreground'));
  item.tooltip = node.revisionId
    ? `No file of this checkout has revision ${node.revisionId}, which ${namers} builds on. Click to look for it in Git.`
    : `An empty id is no revision, and ${namers} builds on it; write the id of its parent, or None.`;
  if (node.revisionId) item.command = findOnClick(node);
  item.accessibilityInformation = { label: `Missing revision ${node.revisionId}, named by ${namers}` };
  return item;
}

function unreadableItem(node: UnreadableNode): vscode.TreeItem {
  const uri = vscode.Uri.parse(node.uri);
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.contextValue = 'unreadable';
  item.description = 'no readable revision';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
  item.tooltip = node.message;
  item.command = openOnClick(node);
  item.accessibilityInformation = { label: `${name}: ${node.message}` };
  return item;
}

function olderItem(node: OlderNode): vscode.TreeItem {
  const label = `${count(node.rows.length, 'older row')}`;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.contextValue = 'older';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  return item;
}

function findOnClick({ environmentKey, revisionId }: UnknownNode | MissingNode): vscode.Command {
  return {
    command: commandIds.findRevision,
    title: 'Find Revision',
    arguments: [{ environmentKey, revisionId }],
  };
}

/**
 * VS Code's own command, because it opens a preview on one click and keeps it on two, as in the explorer.
 * Nothing is selected: Enter on a row puts the keyboard into the editor, where the next key would replace it.
 */
function openOnClick({ uri, range: { start } }: PlaceInFile): vscode.Command {
  const selection = new vscode.Range(start.line, start.character, start.line, start.character);
  return {
    command: 'vscode.open',
    title: 'Open Revision',
    arguments: [vscode.Uri.parse(uri), { selection }],
  };
}

/** The words beside a revision: what it is in the graph, and where the database stands if that is known. */
function revisionMarks(revision: RevisionDto, databases: KnownDatabases | undefined): readonly string[] {
  const marks: (string | false)[] = [
    databases?.current.has(revision.id) === true && 'current',
    revision.isHead && 'head',
    revision.isBranchPoint && 'branch',
    revision.isMergePoint && 'merge',
    revision.isBase && 'base',
    revision.branchLabels.length > 0 && `(${revision.branchLabels.join(', ')})`,
  ];
  return marks.filter((mark) => mark !== false);
}

/** Errors and warnings; lesser findings don't change how a row looks. */
function problemsOf(problems: readonly ProblemDto[]): RowProblems {
  const count = (severity: ProblemDto['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  return { errors: count('error'), warnings: count('warning') };
}

function coloured(icon: string, colour: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
