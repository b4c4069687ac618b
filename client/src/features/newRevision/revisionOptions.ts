import * as vscode from 'vscode';
import type { HistoryDto } from '../../../../server/protocol/environments';
import { askRevisionId } from '../../infrastructure/environments/askNames';
import { pickRows } from '../../infrastructure/vscode/quickPick';

const title = 'New Revision';

/** Options of `alembic revision` that are seldom needed; each may be left as it is. */
export async function askRevisionOptions(history: HistoryDto): Promise<readonly string[]> {
  const id = await askRevisionId(title, history);
  const items = history.revisions.map((revision) => ({
    label: revision.message || revision.id,
    description: revision.id,
    id: revision.id,
  }));
  const picked = await pickRows(items, {
    title,
    placeHolder: 'After which other revisions must it run (depends_on)? None, one or several.',
    matchOnDescription: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return [...(id === '' ? [] : [`--rev-id=${id}`]), ...picked.map((each) => `--depends-on=${each.id}`)];
}
