import { historyOrder } from '../history/historyOrder';
import type { RevisionView } from '../history/revisionView';
import { viewRevision } from '../history/revisionView';
import { whyNameIsUndetermined } from '../history/undeterminedAnswers';
import { whyNotKnown } from '../history/unknownParents';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { listHistory } from '../revision/plan/history';
import type { NoAnswer } from './noAnswer';
import { errorAnswer } from './noAnswer';
import type { RevisionAnswer } from './revisionAnswer';
import { revisionAnswer } from './revisionAnswer';

/** Revisions, newest first. */
interface RevisionList {
  readonly views: readonly RevisionView[];
  /** Why the range may hold more revisions. */
  readonly unknown?: string;
}

/** The history as JSON. */
interface HistoryAnswer {
  readonly revisions: readonly RevisionAnswer[];
  readonly unknown?: string;
}

/** The revisions of a range, or of the whole history. Alembic: command.py, history. */
export function listRevisions(
  snapshot: EnvironmentSnapshot,
  range: string | undefined,
): RevisionList | NoAnswer {
  if (range === undefined) return { views: viewsOf(snapshot, historyOrder(snapshot.map)) };
  const unknownEnd = whyEndIsUndetermined(snapshot, range);
  if (unknownEnd !== undefined) return { unknown: unknownEnd };
  const listed = listHistory(snapshot.map, range);
  if (!listed.ok) return errorAnswer(listed.error);
  const unknown = whyNotKnown(snapshot, 'What else lies in the range');
  return { views: viewsOf(snapshot, listed.value), ...(unknown === undefined ? {} : { unknown }) };
}

/** `shown` gives a path as it is shown. */
export function historyAnswer(
  { views, unknown }: RevisionList,
  shown: (path: string) => string,
): HistoryAnswer {
  const revisions = views.map((view) => revisionAnswer(view, shown(view.path)));
  return { revisions, ...(unknown === undefined ? {} : { unknown }) };
}

function viewsOf(snapshot: EnvironmentSnapshot, ids: readonly string[]): readonly RevisionView[] {
  return ids.flatMap((id) => viewRevision(snapshot, id) ?? []);
}

function whyEndIsUndetermined(snapshot: EnvironmentSnapshot, range: string): string | undefined {
  for (const end of range.split(':').filter((each) => each !== '')) {
    const isRelative = /[+-]\d+$/.test(end);
    const unknown = isRelative
      ? whyNotKnown(snapshot, `What ${end} stands for`)
      : whyNameIsUndetermined(snapshot, end);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}
