import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import { readRevisionArgument } from '../../infrastructure/environments/revisionArgument';
import { requireRevision } from '../../infrastructure/environments/revisionInEditor';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { exportGraph } from './exportGraph';
import { GraphPanel, graphViewType } from './graphPanel';
import type { GraphServices } from './graphPanel';

/** Show Graph and Reveal in Graph: one panel, brought back after a reload. */
export function activateGraph(
  services: GraphServices & Pick<WorkbenchServices, 'commands'>,
  extension: vscode.Uri,
): { readonly disposable: vscode.Disposable; readonly current: () => GraphPanel | undefined } {
  const { commands, store } = services;
  let panel: GraphPanel | undefined;
  const adopt = (view: vscode.WebviewPanel): GraphPanel => {
    const adopted = new GraphPanel(services, view, extension);
    adopted.onDidDispose(() => {
      if (panel === adopted) panel = undefined;
    });
    panel = adopted;
    return adopted;
  };
  const open = (): GraphPanel =>
    panel ??
    adopt(vscode.window.createWebviewPanel(graphViewType, 'Migration Graph', vscode.ViewColumn.Active));

  commands.register(commandIds.showGraph, async () => {
    await open().show();
  });
  commands.register(commandIds.revealInGraph, async (argument) => {
    const row = readRevisionArgument(argument);
    if (row) {
      await open().show(store.find(row.environmentKey), row.revisionId);
      return;
    }
    const { environment, revision } = await requireRevision(store, argument);
    await open().show(environment, revision.id);
  });
  commands.register(commandIds.exportGraph, (argument) => exportGraph(services, open, argument));

  const disposable = vscode.Disposable.from(
    { dispose: () => panel?.dispose() },
    vscode.window.registerWebviewPanelSerializer(graphViewType, {
      deserializeWebviewPanel: (view) => {
        adopt(view);
        return Promise.resolve();
      },
    }),
  );
  return { disposable, current: () => panel };
}
