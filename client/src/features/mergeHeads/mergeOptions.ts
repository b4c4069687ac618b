import * as vscode from 'vscode';
import type { ComposeMergeParams } from '../../../../server/protocol/changes';
import type { HistoryDto } from '../../../../server/protocol/environments';
import { askBranchLabel, askRevisionId } from '../../infrastructure/environments/askNames';
import { pickRows } from '../../infrastructure/vscode/quickPick';

/** `--splice`, `--branch-label` and `--rev-id` of `alembic merge`; each may be left as it is. */
export async function askMergeOptions(
  history: HistoryDto,
  heads: readonly string[],
): Promise<Pick<ComposeMergeParams, 'revisions' | 'branchLabel' | 'revisionId' | 'splice'>> {
  const title = 'Merge Heads';
  const items = history.revisions.map(({ id, message }) => ({
    label: message || id,
    description: id,
    picked: heads.includes(id),
    id,
  }));
  const picked = await pickRows(items, {
    title,
    placeHolder: 'Which revisions does it join? Those that are no heads are spliced in.',
  });
  if (!picked) throw new vscode.CancellationError();
  const branchLabel = await askBranchLabel(title, history, 'Branch label, or empty for none');
  const revisionId = await askRevisionId(title, history);
  return {
    revisions: picked.map(({ id }) => id),
    splice: picked.some(({ id }) => !history.realHeads.includes(id)),
    ...(branchLabel === '' ? {} : { branchLabel }),
    ...(revisionId === '' ? {} : { revisionId }),
  };
}
