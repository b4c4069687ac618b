import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { readKnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { DatabaseStates, KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { shortId } from '../../infrastructure/environments/shortId';
import type { Interpreter, Interpreters } from '../../infrastructure/python/interpreters';
import { iconsAsText } from '../../infrastructure/vscode/iconsAsText';

/** The number of heads of the active environment in the status bar, with its label where there are several, and what ran its Alembic last. */
export function activateStatus(
  store: EnvironmentStore,
  active: ActiveEnvironment,
  states: DatabaseStates,
  interpreters: Interpreters,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('alembicWorkbench.heads', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Alembic Heads';
  const update = async (): Promise<void> => {
    const environment = active.current;
    show(item, store, environment, environment && interpreters.last(environment.key));
    const known = environment && (await readKnownDatabases(store, states, environment));
    if (known && known.unknown.length > 0 && active.current?.key === environment.key)
      showUnknown(item, environment, known);
  };
  const follow = (): void => void update();
  follow();
  return vscode.Disposable.from(
    item,
    store.onDidChange(follow),
    active.onDidChange(follow),
    states.onDidChange(follow),
    interpreters.onDidChange(follow),
  );
}

function show(
  item: vscode.StatusBarItem,
  store: EnvironmentStore,
  environment: EnvironmentDto | undefined,
  interpreter: Interpreter | undefined,
): void {
  if (store.state === 'serverFailed') {
    item.text = '$(error) Alembic';
    item.tooltip = 'The language server is not running. Click to restart it.';
    item.command = commandIds.restartServer;
    item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
    item.show();
    return;
  }
  if (store.state !== 'ready' || !environment) {
    item.hide();
    return;
  }
  const { heads, hasStrayHeads, problemCount } = environment;
  const label = `${heads.length} ${heads.length === 1 ? 'head' : 'heads'}`;
  const place = store.environments.length > 1 ? ` · ${iconsAsText(shortLabel(environment.label))}` : '';
  item.text = `${problemCount.error > 0 ? '$(error)' : '$(versions)'} ${label}${place}`;
  item.tooltip = tooltip(environment, interpreter);
  item.command = hasStrayHeads ? commandIds.mergeHeads : `${viewIds.history}.focus`;
  item.backgroundColor = hasStrayHeads ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.accessibilityInformation = { label: `Alembic: ${label} in ${environment.label}`, role: 'button' };
  item.show();
}

const longestLabel = 32;

/** An environment's label where space is scarce: its end tells environments apart. */
function shortLabel(label: string): string {
  return label.length <= longestLabel ? label : `…${label.slice(1 - longestLabel)}`;
}

/** A database at a revision that is not here comes before the heads: nothing can be run until that is mended. */
function showUnknown(
  item: vscode.StatusBarItem,
  { key, label }: EnvironmentDto,
  { unknown, databases }: KnownDatabases,
): void {
  const [id = ''] = unknown;
  const names = databaseNames(databases.filter(({ heads }) => heads.includes(id)));
  const sentence = `${names} stands at ${id}, which this checkout does not have.`;
  item.text = `$(warning) ${item.text.replace(/^\$\(\w+\) /, '')} · database at ${iconsAsText(shortId(id))}`;
  item.tooltip = `Alembic · ${label}\n\n${sentence} Click to look for it in Git.`;
  item.command = {
    command: commandIds.findRevision,
    title: 'Find Revision',
    arguments: [{ environmentKey: key, revisionId: id }],
  };
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  item.accessibilityInformation = { label: `Alembic: ${sentence}`, role: 'button' };
}

function tooltip(environment: EnvironmentDto, interpreter: Interpreter | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`Alembic · ${environment.label}`).appendMarkdown('\n\n');
  for (const head of environment.heads) text.appendMarkdown(`- \`${head.replaceAll('`', "'")}\`\n`);
  if (interpreter) {
    const { path, source, probe } = interpreter;
    const versions = probe ? `Python ${probe.python}, Alembic ${probe.alembic}; ` : '';
    text.appendMarkdown('\n').appendText(`Run by ${path} (${versions}${source})`).appendMarkdown('\n');
  }
  text.appendMarkdown(environment.hasStrayHeads ? '\nClick to merge heads.' : '\nClick to show the history.');
  return text;
}
