import * as vscode from 'vscode';
import type { HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import { pickRow } from '../vscode/quickPick';
import type { PickRow } from '../vscode/quickPick';

/** A target with a name of its own, such as `head`. */
export interface NamedTarget {
  readonly label: string;
  readonly description: string;
  readonly target: string;
}

/** What is asked. */
export interface RevisionQuestion {
  readonly title: string;
  readonly placeHolder: string;
  readonly named: readonly NamedTarget[];
  /** The revisions to pick from; all where it is absent. */
  readonly isWanted?: (revision: RevisionDto) => boolean;
  /** A word beside a revision. */
  readonly mark?: (revision: RevisionDto) => string | undefined;
}

/** Asks for a named target or a revision of the history. Throws a cancellation where nothing is picked. */
export async function pickRevision(history: HistoryDto, question: RevisionQuestion): Promise<string> {
  const revisions = history.revisions.filter(question.isWanted ?? (() => true));
  const items: (PickRow & { readonly target?: string })[] = [
    ...question.named,
    { label: 'Revisions', isHeading: true },
    ...revisions.map((revision) => ({
      label: revision.message || revision.id,
      description: [revision.id, question.mark?.(revision), revision.isHead ? 'head' : undefined]
        .filter((word) => word !== undefined)
        .join(' · '),
      target: revision.id,
    })),
  ];
  const picked = await pickRow(items, {
    title: question.title,
    placeHolder: question.placeHolder,
    matchOnDescription: true,
  });
  if (picked?.target === undefined) throw new vscode.CancellationError();
  return picked.target;
}

/** `head`, or `heads` where there are several. */
export function headTargets(history: HistoryDto): readonly NamedTarget[] {
  const [head, ...others] = history.heads;
  if (head === undefined) return [];
  if (others.length > 0) {
    return [{ label: 'heads', description: `all ${history.heads.length} heads`, target: 'heads' }];
  }
  const message = history.revisions.find(({ id }) => id === head)?.message;
  return [{ label: 'head', description: message || head, target: 'head' }];
}
