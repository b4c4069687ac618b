import * as vscode from 'vscode';
import type { ConflictDto, ConflictPlaceDto } from '../../../../server/protocol/changes';
import { pickRow } from '../vscode/quickPick';
import type { PickRow } from '../vscode/quickPick';

/** A row that tells of a conflict; picking it shows both places. */
export interface ConflictRow extends PickRow {
  readonly conflict?: ConflictDto;
}

/** Rows of conflicts under a heading; none without any. */
export function conflictRows(conflicts: readonly ConflictDto[]): readonly ConflictRow[] {
  if (conflicts.length === 0) return [];
  return [
    { label: 'changes that do not go together', isHeading: true },
    ...conflicts.map((conflict) => ({
      icon: 'warning',
      label: conflict.title,
      detail: `${named(conflict.left)} ↔ ${named(conflict.right)}`,
      conflict,
    })),
  ];
}

/**
 * Asks whether branches are joined although changes of theirs do not go together; no question without any.
 * Throws a cancellation where they are not.
 */
export async function confirmConflicts(
  conflicts: readonly ConflictDto[],
  words: { readonly title: string; readonly proceed: string },
): Promise<void> {
  if (conflicts.length === 0) return;
  const rows: readonly ConflictRow[] = [
    ...conflictRows(conflicts),
    { label: 'all the same', isHeading: true },
    { icon: 'check', label: words.proceed, description: 'and change one of them afterwards' },
  ];
  const picked = await pickRow(rows, {
    title: words.title,
    placeHolder: 'Nothing is changed yet; pick a row to see both places',
    matchOnDetail: true,
  });
  if (picked?.conflict) await showConflict(picked.conflict);
  if (!picked || picked.conflict) throw new vscode.CancellationError();
}

/** Shows the two operations side by side. */
export async function showConflict({ left, right }: ConflictDto): Promise<void> {
  await showPlace(left, vscode.ViewColumn.One);
  await showPlace(right, vscode.ViewColumn.Two);
}

async function showPlace({ uri, range }: ConflictPlaceDto, viewColumn: vscode.ViewColumn): Promise<void> {
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, viewColumn, preview: false });
}

/** File and line: the list cuts long lines off. */
function named({ uri, range }: ConflictPlaceDto): string {
  const { path } = vscode.Uri.parse(uri);
  return `${path.slice(path.lastIndexOf('/') + 1)}:${range.start.line + 1}`;
}
