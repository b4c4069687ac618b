import * as vscode from 'vscode';
import { graphFormats } from '../../../../server/protocol/graph';
import type { GraphFormat } from '../../../../server/protocol/graph';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import type { GraphServices } from './graphPanel';

const names: Readonly<Record<GraphFormat, string>> = {
  svg: 'SVG',
  mermaid: 'Mermaid',
  dot: 'DOT (Graphviz)',
};

const endings: Readonly<Record<GraphFormat, string>> = { svg: 'svg', mermaid: 'mmd', dot: 'dot' };

/** Export Graph…: the whole history as a drawing or as text, to a file or to the clipboard. */
export async function exportGraph({ store, active, server }: GraphServices): Promise<void> {
  const environment = await chooseEnvironment(store, active, 'Export Graph');
  const places = [
    { to: 'file', label: 'to a file' },
    { to: 'clipboard', label: 'to the clipboard' },
  ] as const;
  const rows = graphFormats.flatMap((format) =>
    places.map(({ to, label }) => ({ label: `${names[format]} ${label}`, format, to })),
  );
  const picked = await pickRow(rows, { title: 'Export Graph', placeHolder: 'As what, and where to?' });
  if (!picked) throw new vscode.CancellationError();
  const text = await server.renderGraph({ environment: environment.key, format: picked.format });
  if (text === null) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  if (picked.to === 'clipboard') {
    await vscode.env.clipboard.writeText(text);
    showForAMoment('Copied the graph', 2000);
    return;
  }
  const file = await vscode.window.showSaveDialog({
    title: 'Export Graph',
    filters: { [names[picked.format]]: [endings[picked.format]] },
    saveLabel: 'Export',
  });
  if (!file) throw new vscode.CancellationError();
  await vscode.workspace.fs.writeFile(file, Buffer.from(text, 'utf8'));
}
