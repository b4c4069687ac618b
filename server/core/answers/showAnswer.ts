import type { RevisionView } from '../history/revisionView';
import { viewRevision } from '../history/revisionView';
import { whyNameIsUndetermined } from '../history/undeterminedAnswers';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { getRevisions } from '../revision/resolve/resolve';
import type { NoAnswer } from './noAnswer';
import { errorAnswer } from './noAnswer';
import type { RevisionAnswer } from './revisionAnswer';
import { revisionAnswer } from './revisionAnswer';

/** Revisions as JSON, each with its whole docstring. */
interface ShowAnswer {
  readonly revisions: readonly (RevisionAnswer & { readonly longMessage: string })[];
}

/** The revisions that an identifier stands for. Alembic: command.py, show. */
export function findRevisions(
  snapshot: EnvironmentSnapshot,
  identifier: string,
): { readonly views: readonly RevisionView[] } | NoAnswer {
  const unknown = whyNameIsUndetermined(snapshot, identifier);
  if (unknown !== undefined) return { unknown };
  const found = getRevisions(snapshot.map, identifier);
  if (!found.ok) return errorAnswer(found.error);
  return { views: found.value.flatMap((id) => (id === null ? [] : (viewRevision(snapshot, id) ?? []))) };
}

/** `shown` gives a path as it is shown. */
export function showAnswer(views: readonly RevisionView[], shown: (path: string) => string): ShowAnswer {
  return {
    revisions: views.map((view) => ({
      ...revisionAnswer(view, shown(view.path)),
      longMessage: view.longMessage,
    })),
  };
}
