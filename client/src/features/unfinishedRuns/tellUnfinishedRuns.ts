import { commandIds } from '../../../../server/protocol/identifiers';
import type { UnfinishedRuns } from '../../infrastructure/alembic/process/unfinishedRuns';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';

/** Says once what was interrupted because its window closed or crashed. Asks nothing of the database. */
export function tellUnfinishedRuns({ ofEarlierWindow }: UnfinishedRuns): void {
  const [title] = ofEarlierWindow;
  if (title === undefined) return;
  void showMessage(
    'warning',
    `"${title}" was interrupted because its window closed; see where the database stands now.`,
    [{ title: 'Show Current', command: commandIds.showCurrent }, showLog],
  );
}
