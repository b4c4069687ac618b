import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { shortId } from '../../infrastructure/environments/revisionArgument';
import { readNames } from '../../infrastructure/environments/revisionNames';
import type { NameOf } from '../../infrastructure/environments/revisionNames';
import type { Interpreter } from '../../infrastructure/python/interpreters';
import { Markdown } from '../../infrastructure/vscode/markdown';
import { shownText } from '../../infrastructure/vscode/shownText';
import { showProblems } from '../../infrastructure/vscode/userError';
import { StatusItem } from '../../infrastructure/vscode/statusBar';
import { asOf } from '../../infrastructure/environments/shownDatabases';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { doubtAnswers } from './doubtAnswers';
import { offerStatusChoices, showStatusChoices } from './statusChoices';
import { databaseText, headsText } from './statusText';

/**
 * Where the active environment's databases stand and how many heads it has, in the status bar, with its label
 * where there are several, and what ran its Alembic last. A click offers what makes sense then.
 */
export function activateStatus({
  commands,
  store,
  active,
  states,
  interpreters,
  failures,
}: Pick<
  WorkbenchServices,
  'commands' | 'store' | 'active' | 'states' | 'interpreters' | 'failures'
>): vscode.Disposable {
  const item = new StatusItem('alembicWorkbench.heads', 'Alembic');
  let turn = 0;
  const update = async (): Promise<void> => {
    const own = ++turn;
    const environment = active.current;
    const known = environment && (await states.readShown(environment));
    const nameOf = environment && (await readNames(store, environment));
    if (own !== turn) return;
    show(item, store, {
      environment,
      known,
      nameOf,
      interpreter: environment && interpreters.last(environment.key),
    });
  };
  const follow = (): void => void update();
  follow();
  commands.registerInternal(showStatusChoices, async () => {
    const environment = active.current;
    if (environment) await offerStatusChoices(environment, await states.readShown(environment));
  });
  return vscode.Disposable.from(
    item,
    store.onDidChange(follow),
    active.onDidChange(follow),
    states.onDidChange(follow),
    interpreters.onDidChange(follow),
    doubtAnswers({ store, states, failures }),
  );
}

/** What the item is about. */
interface Shown {
  readonly environment: EnvironmentDto | undefined;
  readonly known: KnownDatabases | undefined;
  readonly interpreter: Interpreter | undefined;
  readonly nameOf: NameOf | undefined;
}

function show(item: StatusItem, store: EnvironmentStore, shown: Shown): void {
  const { environment, known } = shown;
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
  if (known && known.unknown.length > 0 && known.asOf === undefined) {
    showUnknown(item, store, environment, known);
    return;
  }
  const text = [headsText(environment), databaseText(environment, known)].filter(Boolean).join(' · ');
  item.show({
    icon: environment.problemCount.error > 0 ? 'error' : 'versions',
    text: (text || 'Alembic') + whichOf(store, environment.label),
    tooltip: tooltip(environment, shown),
    command: showStatusChoices,
    ...(environment.hasStrayHeads ? { background: 'warning' } : {}),
    spoken: `Alembic: ${text || 'database not asked'} in ${environment.label}`,
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
    text: `database at ${shortId(id)}${whichOf(store, label)}`,
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

function tooltip(environment: EnvironmentDto, { known, interpreter, nameOf }: Shown): vscode.MarkdownString {
  const text = new Markdown();
  text.text(`Alembic · ${environment.label}`).ours('\n\n');
  text.text(known ? knownText(environment, known) : 'No database was asked yet.').ours('\n\n');
  if (environment.heads.length > 1)
    for (const head of environment.heads)
      text
        .ours('- ')
        .text(nameOf?.(head) ?? head)
        .ours('\n');
  if (interpreter) {
    const { path, source, probe } = interpreter;
    const versions = probe ? `Python ${probe.python}, Alembic ${probe.alembic}; ` : '';
    text.ours('\n').text(`Run by ${path} (${versions}${source})`).ours('\n');
  }
  text.ours('\nClick for what can be done.');
  return text.value;
}

function knownText(environment: EnvironmentDto, known: KnownDatabases): string {
  const text = databaseText(environment, known) || databaseNames(known.databases);
  return known.asOf ? `${text}: ${asOf(known.asOf)}, ask again to be sure.` : `${text}.`;
}
