import * as vscode from 'vscode';
import type { ConflictDto } from '../../../../server/protocol/changes';
import { conflictRows, showConflict } from '../../infrastructure/environments/conflictPreview';
import type { ConflictRow } from '../../infrastructure/environments/conflictPreview';
import type { Change } from '../../infrastructure/vscode/applyChange';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';

/** What the preview says beside the files. */
export interface PreviewWords {
  readonly title: string;
  /** The row that makes the change. */
  readonly apply: string;
  /** What the history is like afterwards. */
  readonly results: readonly string[];
  /** What does not go together afterwards. */
  readonly conflicts?: readonly ConflictDto[];
}

/**
 * Shows what a change would do, file by file. Throws a cancellation where the person decides against it, or
 * looks at the places of a conflict first.
 */
export async function confirmChange(
  change: Change,
  { title, apply, results, conflicts = [] }: PreviewWords,
): Promise<void> {
  const rows: (ConflictRow & { readonly isApply?: true })[] = [
    { icon: 'check', label: apply, detail: results.join(' · '), isApply: true },
    ...conflictRows(conflicts),
    { label: 'what happens', isHeading: true },
    ...(await fileRows(change)),
  ];
  const picked = await pickRow(rows, { title, placeHolder: 'Nothing is changed yet' });
  if (picked?.conflict) await showConflict(picked.conflict);
  // A row of the list below says what happens, and is no answer.
  if (!picked?.isApply) throw new vscode.CancellationError();
}

async function fileRows({ edits, renames }: Change): Promise<readonly PickRow[]> {
  const newNames = new Map(renames.map(({ from, to }) => [from, fileName(to)]));
  const edited = await Promise.all(
    edits.map(async ({ uri, edits: parts }) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const inOrder = [...parts].sort((one, other) => one.range.start.line - other.range.start.line);
      const lines = inOrder.map(({ range, newText }) => {
        const before = document.lineAt(range.start.line).text;
        const after = before.slice(0, range.start.character) + newText + endOf(document, range.end);
        return `${before.trim()} → ${after.trim()}`;
      });
      return { uri, lines };
    }),
  );
  const moved = renames
    .filter(({ from }) => !edits.some(({ uri }) => uri === from))
    .map(({ from }) => ({ uri: from, lines: [] }));
  return [...edited, ...moved].map(({ uri, lines }) => {
    const newName = newNames.get(uri);
    return {
      icon: 'git-commit',
      label: fileName(uri),
      ...(newName === undefined ? {} : { description: `→ ${newName}` }),
      // The header tells most, and stands below the docstring.
      detail: lines.at(-1) ?? '',
    };
  });
}

function endOf(
  document: vscode.TextDocument,
  { line, character }: { line: number; character: number },
): string {
  return document.lineAt(line).text.slice(character);
}

function fileName(uri: string): string {
  const { path } = vscode.Uri.parse(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}
