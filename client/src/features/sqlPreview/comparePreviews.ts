import * as vscode from 'vscode';
import { pickRows } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { readOnlyScheme } from '../../infrastructure/vscode/readOnlyDocuments';
import { UserError } from '../../infrastructure/vscode/userError';
import { shownText } from '../../infrastructure/vscode/shownText';

/** Compare SQL Previews…: the difference between two previews that are open. */
export async function comparePreviews(): Promise<void> {
  // Of the tabs: VS Code keeps documents for a while after their editors are closed.
  const shown = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])),
  );
  const previews = [...new Map(shown.map((uri) => [uri.toString(), uri])).values()]
    .filter(({ scheme, path }) => scheme === readOnlyScheme && path.endsWith('.sql'))
    .map((uri) => ({ label: title(uri), description: number(uri), uri }));
  if (previews.length < 2) {
    throw new UserError('Two SQL previews are compared; open another one first.', [], 'information');
  }
  const [first, second] = previews.length === 2 ? previews : await pickTwo(previews);
  if (!first || !second) throw new vscode.CancellationError();
  await vscode.commands.executeCommand(
    'vscode.diff',
    first.uri,
    second.uri,
    shownText(`${title(first.uri)} ↔ ${title(second.uri)}`),
  );
}

type PreviewItem = PickRow & { readonly uri: vscode.Uri };

async function pickTwo(previews: readonly PreviewItem[]): Promise<readonly PreviewItem[]> {
  const picked = await pickRows(previews, {
    title: 'Compare SQL Previews',
    placeHolder: 'Pick the two to compare',
  });
  if (!picked) throw new vscode.CancellationError();
  if (picked.length !== 2) throw new UserError('Exactly two previews are compared; pick two.', [], 'warning');
  return picked;
}

function title({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.sql$/, '');
}

function number({ path }: vscode.Uri): string {
  return `preview ${path.split('/')[1] ?? ''}`;
}
