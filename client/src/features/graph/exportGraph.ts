import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { GraphFormat } from '../../../../server/protocol/graph';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import type { GraphPanel, GraphServices } from './graphPanel';

/** One way to export: what the server writes, what a file of it is called, and where it may go. */
interface Export {
  readonly format: GraphFormat;
  readonly name: string;
  readonly ending: string;
  readonly to: 'file' | 'clipboard' | 'picture';
}

const ways: readonly Export[] = [
  { format: 'svg', name: 'SVG', ending: 'svg', to: 'file' },
  { format: 'svg', name: 'SVG', ending: 'svg', to: 'clipboard' },
  { format: 'svg', name: 'PNG', ending: 'png', to: 'picture' },
  { format: 'mermaid', name: 'Mermaid', ending: 'mmd', to: 'file' },
  { format: 'mermaid', name: 'Mermaid', ending: 'mmd', to: 'clipboard' },
  { format: 'dot', name: 'DOT (Graphviz)', ending: 'dot', to: 'file' },
  { format: 'dot', name: 'DOT (Graphviz)', ending: 'dot', to: 'clipboard' },
];

/**
 * Export Graph…: the whole history as a drawing, a picture or a text, to a file or to the clipboard. `open`
 * gives the panel, whose browser draws the picture.
 */
export async function exportGraph(
  { store, active, server }: GraphServices,
  open: () => GraphPanel,
  argument: unknown,
): Promise<void> {
  const environment = await chooseEnvironment(store, active, 'Export Graph', argument);
  const rows = ways.map((way) => {
    const label = `${way.name} to ${way.to === 'clipboard' ? 'the clipboard' : 'a file'}`;
    return { label, way };
  });
  const picked = await pickRow(rows, { title: 'Export Graph', placeHolder: 'As what, and where to?' });
  if (!picked) throw new vscode.CancellationError();
  const { format, name, ending, to } = picked.way;
  const text = await server.renderGraph({ environment: environment.key, format });
  if (text === null) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  if (to === 'clipboard') {
    await vscode.env.clipboard.writeText(text);
    showForAMoment('Copied the graph', 2000);
    return;
  }
  const bytes = to === 'picture' ? await drawPicture(open(), environment, text) : Buffer.from(text, 'utf8');
  const file = await vscode.window.showSaveDialog({
    title: 'Export Graph',
    filters: { [name]: [ending] },
    saveLabel: 'Export',
  });
  if (!file) throw new vscode.CancellationError();
  await vscode.workspace.fs.writeFile(file, bytes);
}

async function drawPicture(panel: GraphPanel, environment: EnvironmentDto, svg: string): Promise<Uint8Array> {
  await panel.show(environment);
  const png = await panel.picture(svg);
  if (png === null) throw new UserError('This history is too large for a picture; export it as SVG instead.');
  return Buffer.from(png, 'base64');
}
