import * as vscode from 'vscode';
import { contextKeys } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { DatabaseStates, KnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import { describeView } from '../../infrastructure/vscode/treeView';
import type { HistoryFilter } from './historyFilter';
import type { HistoryNode } from './historyNode';
import { shownDatabases } from '../../infrastructure/environments/shownDatabases';

/** Milliseconds for which a load error lasts while somebody types before the rows move for it. */
const typingPause = 1500;

/**
 * The view's own lines: the databases of the only environment, its filter, its load error, and the number of
 * errors. Also the context key that says whether there are heads to merge.
 */
export function describeHistory(
  view: vscode.TreeView<HistoryNode>,
  store: EnvironmentStore,
  states: DatabaseStates,
  filter: Pick<HistoryFilter, 'message' | 'onDidCount'>,
): vscode.Disposable {
  let waiting: NodeJS.Timeout | undefined;
  let shownError: string | null = null;
  let turn = 0;
  const describe = async (isOver: boolean): Promise<void> => {
    clearTimeout(waiting);
    const own = ++turn;
    const [first, ...others] = store.environments;
    const only = others.length === 0 ? first : undefined;
    const loadError = only?.loadError ?? null;
    if (loadError !== shownError && loadError !== null && !isOver && isTyping(store.environments)) {
      waiting = setTimeout(() => void describe(true), typingPause);
    } else {
      shownError = loadError;
    }
    const known = only && (await states.readShown(only));
    if (own !== turn) return;
    const asked = known ? shownDatabases(known) : 'database not asked';
    describeView(view, {
      description: only ? asked : '',
      message:
        [filter.message, messageOf(shownError, known)].filter((each) => each !== undefined).join(' ') ||
        undefined,
    });
  };
  const describeAll = (): void => {
    void describe(false);
    const { environments } = store;
    const errors = environments.reduce((sum, { problemCount }) => sum + problemCount.error, 0);
    view.badge =
      errors > 0 ? { value: errors, tooltip: `Errors in the migration history: ${errors}` } : undefined;
    const hasSeveral = environments.some(({ heads }) => heads.length > 1);
    void vscode.commands.executeCommand('setContext', contextKeys.severalHeads, hasSeveral);
  };
  describeAll();
  return vscode.Disposable.from(
    store.onDidChange(describeAll),
    states.onDidChange(describeAll),
    filter.onDidCount(describeAll),
    new vscode.Disposable(() => clearTimeout(waiting)),
  );
}

/** A load error comes first; then that what is dimmed is old. */
function messageOf(loadError: string | null, known: KnownDatabases | undefined): string | undefined {
  if (loadError !== null) return `Alembic can't load this history: ${loadError}`;
  return known?.asOf ? `${shownDatabases(known)}; Show Current asks again.` : undefined;
}

/** Whether a file of one of the environments has text that is not saved. */
function isTyping(environments: readonly EnvironmentDto[]): boolean {
  const folders = environments.flatMap(({ versionLocationUris }) => versionLocationUris);
  return vscode.workspace.textDocuments.some(
    ({ isDirty, uri }) => isDirty && folders.some((folder) => uri.toString().startsWith(`${folder}/`)),
  );
}
