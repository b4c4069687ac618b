import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';

/** The number of heads of the active environment in the status bar. */
export function activateStatus(store: EnvironmentStore, active: ActiveEnvironment): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('alembicWorkbench.heads', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Alembic Heads';
  const update = (): void => show(item, store, active.current);
  update();
  return vscode.Disposable.from(item, store.onDidChange(update), active.onDidChange(update));
}

function show(
  item: vscode.StatusBarItem,
  store: EnvironmentStore,
  environment: EnvironmentDto | undefined,
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
  const { heads, problemCount } = environment;
  const several = heads.length > 1;
  const label = `${heads.length} ${heads.length === 1 ? 'head' : 'heads'}`;
  item.text = `${problemCount.error > 0 ? '$(error)' : '$(versions)'} ${label}`;
  item.tooltip = tooltip(environment, several);
  item.command = several ? commandIds.mergeHeads : `${viewIds.history}.focus`;
  item.backgroundColor = several ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.accessibilityInformation = { label: `Alembic: ${label} in ${environment.label}`, role: 'button' };
  item.show();
}

function tooltip(environment: EnvironmentDto, several: boolean): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`Alembic · ${environment.label}`).appendMarkdown('\n\n');
  for (const head of environment.heads) text.appendMarkdown(`- \`${head.replaceAll('`', "'")}\`\n`);
  text.appendMarkdown(several ? '\nClick to merge heads.' : '\nClick to show the history.');
  return text;
}
