import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../../../server/protocol/identifiers';
import type { RangeDto } from '../../../../server/protocol/range';
import { readRevisionArgument } from '../../infrastructure/environments/revisionArgument';
import { requireRevision } from '../../infrastructure/environments/revisionInEditor';
import { UserError } from '../../infrastructure/vscode/userError';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import { createTreeView } from '../../infrastructure/vscode/treeView';
import { describeHistory } from './describeHistory';
import { HistoryFilter } from './historyFilter';
import { decorateProblems } from './problemDecorations';
import { rowId } from './historyNode';
import type { HistoryNode } from './historyNode';
import { HistoryTree } from './historyTree';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

type HistoryServices = Pick<
  WorkbenchServices,
  'commands' | 'store' | 'states' | 'active' | 'server' | 'failures'
>;

/** The history view in its own container, and the commands on its rows. */
export function activateHistoryTree(
  { commands, store, states, active, server, failures }: HistoryServices,
  memento: vscode.Memento,
): {
  readonly tree: HistoryTree;
  readonly disposable: vscode.Disposable;
} {
  const filter = new HistoryFilter(server, memento);
  const tree = new HistoryTree(store, states, failures, filter);
  const view = createTreeView<HistoryNode>(viewIds.history, tree);
  const description = describeHistory(view, store, states, filter);

  commands.register(commandIds.filterHistory, () => filter.ask());
  commands.register(commandIds.clearHistoryFilter, () => filter.set(''));
  commands.register(commandIds.refresh, () => store.readAgain());
  commands.register(commandIds.openRevision, (node) => openRevision(node ?? view.selection[0]));
  commands.register(commandIds.showInHistory, async (file) => {
    const uri = file instanceof vscode.Uri ? file : vscode.window.activeTextEditor?.document.uri;
    const row = uri && (await tree.rowOf(uri));
    if (!row) {
      throw new UserError(
        'The active editor has no revision of the history; open a revision file first.',
        [],
        'information',
      );
    }
    if (!(await tree.shows(row))) filter.set('');
    await reveal(view, row);
  });
  commands.register(commandIds.copyRevisionId, async (node) => {
    // A missing revision has a row, and no file; a key of the view gives no row.
    const row = readRevisionArgument(node === 'selectedRow' ? view.selection[0] : node);
    const id = row?.revisionId ?? (await requireRevision(store, node)).revision.id;
    await vscode.env.clipboard.writeText(id);
    showForAMoment(`Copied ${id}`, 2000);
  });

  const disposable = vscode.Disposable.from(
    filter,
    tree,
    view,
    decorateProblems(),
    description,
    view.onDidChangeSelection(({ selection }) => {
      if (selection[0]) active.choose(selection[0].environment);
    }),
  );
  return { tree, disposable };
}

/**
 * Shows, selects and focuses a row. VS Code passes a row over while it draws the view anew, mostly in
 * silence, so it is asked again then.
 */
async function reveal(view: vscode.TreeView<HistoryNode>, row: HistoryNode): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    await Promise.resolve(view.reveal(row, { select: true, focus: true })).catch(() => undefined);
    if (view.selection.some((selected) => rowId(selected) === rowId(row))) return;
    await pause(200);
  }
  throw new UserError(
    'The history was changing, so the row could not be shown; try again.',
    [],
    'information',
  );
}

async function openRevision(node: unknown): Promise<void> {
  if (typeof node !== 'object' || node === null) return;
  const { uri, range } = node as { readonly uri?: unknown; readonly range?: RangeDto };
  if (typeof uri !== 'string') return;
  const options: vscode.TextDocumentShowOptions = range ? { selection: cursorAt(range) } : {};
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), options);
}

/** Selects nothing, for the next key would replace it. */
function cursorAt({ start }: RangeDto): vscode.Range {
  return new vscode.Range(start.line, start.character, start.line, start.character);
}
