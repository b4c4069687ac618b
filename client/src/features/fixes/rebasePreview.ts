import * as vscode from 'vscode';
import type {
  ConflictDto,
  RebaseParams,
  RebasePreviewDto,
  RebaseStepDto,
} from '../../../../server/protocol/changes';
import type { RevisionDto } from '../../../../server/protocol/environments';
import { conflictRows } from '../../infrastructure/environments/conflictPreview';
import { shortId } from '../../infrastructure/environments/revisionArgument';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';

type Options = Pick<RebaseParams, 'newCreateDates' | 'renumber'>;

/** What the person chose in the preview: do it, or the same with other options. */
export type RebaseChoice =
  | { readonly kind: 'move' }
  | { readonly kind: 'conflict'; readonly conflict: ConflictDto }
  | { readonly kind: 'options'; readonly options: Options };

/** Shows what a rebase would do: each file with its old and new parent, and what else could be changed. */
export async function showRebasePreview(
  { steps, canRenumber }: Extract<RebasePreviewDto, { kind: 'preview' }>,
  { newCreateDates, renumber }: RebaseParams,
  onto: RevisionDto,
  conflicts: readonly ConflictDto[],
): Promise<RebaseChoice> {
  const separator = (label: string) => ({
    label,
    isHeading: true,
    choice: undefined,
  });
  const move = `Move ${steps.length === 1 ? 'it' : `${steps.length} revisions`} on top of ${onto.message || onto.id}`;
  const again: RebaseChoice = { kind: 'options', options: { newCreateDates, renumber } };
  const items: (PickRow & { readonly choice: RebaseChoice | undefined })[] = [
    {
      icon: 'check',
      label: move,
      description: shortId(onto.id),
      choice: { kind: 'move' },
    },
    ...conflictRows(conflicts).map(({ conflict, ...row }) => ({
      ...row,
      choice: conflict && { kind: 'conflict' as const, conflict },
    })),
    separator('options'),
    {
      icon: box(newCreateDates),
      label: 'New create dates',
      description: 'in docstrings, and in file names that bear them',
      choice: { kind: 'options', options: { newCreateDates: !newCreateDates, renumber } },
    },
    ...(canRenumber
      ? [
          {
            icon: box(renumber),
            label: 'Renumber',
            description: 'ids count on after the highest one',
            choice: { kind: 'options' as const, options: { newCreateDates, renumber: !renumber } },
          },
        ]
      : []),
    separator('what happens'),
    ...steps.map((step) => ({ ...stepItem(step), choice: again })),
  ];
  const picked = await pickRow(items, {
    title: 'Rebase My Revisions',
    placeHolder: 'Nothing is changed yet',
    matchOnDescription: true,
  });
  if (!picked?.choice) throw new vscode.CancellationError();
  return picked.choice;
}

function stepItem({ uri, id, newId, message, oldParents, newParents }: RebaseStepDto): PickRow {
  const parents = (ids: readonly string[]): string => ids.map(shortId).join(', ') || 'base';
  const path = vscode.Uri.parse(uri).path;
  const stays = oldParents.join() === newParents.join();
  const shownId = newId === id ? shortId(id) : `${shortId(id)} → ${shortId(newId)}`;
  return {
    icon: 'git-commit',
    label: message || id,
    description: shownId,
    // The list cuts long lines off at their end, and file names may be long.
    detail: `parent ${
      stays ? `stays ${parents(newParents)}` : `${parents(oldParents)} → ${parents(newParents)}`
    } · ${path.slice(path.lastIndexOf('/') + 1)}`,
  };
}

function box(isOn: boolean): string {
  return isOn ? 'pass-filled' : 'circle-large-outline';
}
