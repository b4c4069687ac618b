import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { readKnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { shortId } from '../../infrastructure/environments/revisionArgument';
import type { Interpreter } from '../../infrastructure/python/interpreters';
import { Markdown } from '../../infrastructure/vscode/markdown';
import { shownText } from '../../infrastructure/vscode/shownText';
import { showProblems } from '../../infrastructure/vscode/userError';
import { StatusItem } from '../../infrastructure/vscode/statusBar';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/**
 * The number of heads of the active environment in the status bar, with its label where there are several,
 * and what ran its Alembic last.
 */
export function activateStatus({
  store,
  active,
  states,
  interpreters,
}: Pick<WorkbenchServices, 'store' | 'active' | 'states' | 'interpreters'>): vscode.Disposable {
  const item = new StatusItem('alembicWorkbench.heads', 'Alembic Heads');
  const update = async (): Promise<void> => {
    const environment = active.current;
    show(item, store, environment, environment && interpreters.last(environment.key));
    const known = environment && (await readKnownDatabases(store, states, environment));
    if (environment && environment.loadError !== null) return;
    if (known && known.unknown.length > 0 && active.current?.key === environment.key)
      showUnknown(item, store, environment, known);
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
  item: StatusItem,
  store: EnvironmentStore,
  environment: EnvironmentDto | undefined,
  interpreter: Interpreter | undefined,
): void {
  if (store.state === 'serverFailed') {
    item.show({
      icon: 'error',
      text: 'Alembic',
      tooltip: 'The language server is not running. Click to restart it.',
      command: commandIds.restartServer,
      background: 'error',
    });
    return;
  }
  if (store.state !== 'ready' || !environment) {
    item.hide();
    return;
  }
  if (environment.loadError !== null) {
    showBroken(item, store, environment, environment.loadError);
    return;
  }
  item.show({
    icon: environment.problemCount.error > 0 ? 'error' : 'versions',
    text: headsText(store, environment),
    tooltip: tooltip(environment, interpreter),
    command: environment.hasStrayHeads ? commandIds.mergeHeads : `${viewIds.history}.focus`,
    ...(environment.hasStrayHeads ? { background: 'warning' } : {}),
    spoken: `Alembic: ${count(environment)} in ${environment.label}`,
  });
}

/** What Alembic can't load comes before all that it would do with it. */
function showBroken(
  item: StatusItem,
  store: EnvironmentStore,
  { label }: EnvironmentDto,
  loadError: string,
): void {
  const text = new Markdown();
  text.text(`Alembic · ${label}`).ours('\n\n');
  text.text(`Alembic can't load this history: ${loadError}`).ours('\n\nClick to show the problems.');
  item.show({
    icon: 'error',
    text: `history broken${whichOf(store, label)}`,
    tooltip: text.value,
    command: showProblems.command,
    background: 'error',
    spoken: `Alembic: the history of ${label} is broken: ${loadError}`,
  });
}

/** The environment's label where there are several. */
function whichOf(store: EnvironmentStore, label: string): string {
  return store.environments.length > 1 ? ` · ${shortLabel(label)}` : '';
}

function headsText(store: EnvironmentStore, environment: EnvironmentDto): string {
  return `${count(environment)}${whichOf(store, environment.label)}`;
}

function count({ heads }: EnvironmentDto): string {
  return `${heads.length} ${heads.length === 1 ? 'head' : 'heads'}`;
}

const longestLabel = 32;

/** An environment's label where space is scarce: its end tells environments apart. */
function shortLabel(label: string): string {
  return label.length <= longestLabel ? label : `…${label.slice(1 - longestLabel)}`;
}

/**
 * A database at a revision that is not here comes before the heads: nothing can be run until that is fixed.
 */
function showUnknown(
  item: StatusItem,
  store: EnvironmentStore,
  environment: EnvironmentDto,
  { unknown, databases }: KnownDatabases,
): void {
  const { key, label } = environment;
  const [id = ''] = unknown;
  const names = databaseNames(databases.filter(({ heads }) => heads.includes(id)));
  const sentence = `${names} stands at ${id}, which this checkout does not have.`;
  item.show({
    icon: 'warning',
    text: `${headsText(store, environment)} · database at ${shortId(id)}`,
    tooltip: `Alembic · ${shownText(label)}\n\n${shownText(sentence)} Click to look for it in Git.`,
    command: {
      command: commandIds.findRevision,
      title: 'Find Revision',
      arguments: [{ environmentKey: key, revisionId: id }],
    },
    background: 'warning',
    spoken: `Alembic: ${sentence}`,
  });
}

function tooltip(environment: EnvironmentDto, interpreter: Interpreter | undefined): vscode.MarkdownString {
  const text = new Markdown();
  text.text(`Alembic · ${environment.label}`).ours('\n\n');
  for (const head of environment.heads) text.ours('- ').code(head).ours('\n');
  if (interpreter) {
    const { path, source, probe } = interpreter;
    const versions = probe ? `Python ${probe.python}, Alembic ${probe.alembic}; ` : '';
    text.ours('\n').text(`Run by ${path} (${versions}${source})`).ours('\n');
  }
  text.ours(environment.hasStrayHeads ? '\nClick to merge heads.' : '\nClick to show the history.');
  return text.value;
}
