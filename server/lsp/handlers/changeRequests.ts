import { createMerge } from '../../core/edits/createMerge';
import { composeMerge } from '../../protocol/changes';
import { toChangeDto } from '../convert/changes';
import { changeTargetFor, editContextFor } from '../editing';
import type { Session } from '../session';
import { answer } from '../session';

const unknownEnvironment = 'This environment is not known any more; refresh and choose again.';

/** Answers changes that the client applies itself. */
export function registerChangeRequests(session: Session): void {
  answer(session, composeMerge, async ({ environment, revisions, message }) => {
    const { environments } = await session.index.settled();
    const snapshot = environments.get(environment)?.snapshot;
    if (!snapshot) return { kind: 'refused', reason: unknownEnvironment };
    const context = editContextFor(session, snapshot);
    const outcome = createMerge(snapshot, revisions, message || standardMessage(revisions), context);
    return toChangeDto(outcome, changeTargetFor(session, snapshot));
  });
}

function standardMessage(revisions: readonly string[]): string {
  return `merge ${revisions.join(' and ')}`;
}
