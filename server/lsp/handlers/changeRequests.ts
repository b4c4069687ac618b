import { createMerge } from '../../core/edits/history/createMerge';
import { movableChains } from '../../core/features/movableChains';
import { composeRequestedChange } from '../../core/features/requestedChange';
import { composeChange, composeMerge, listMovableChains, previewRebase } from '../../protocol/changes';
import { toChangeDto } from '../convert/changes';
import { changeTargetFor, editContextFor, passOutcome } from './editing';
import { toRebasePreviewDto } from '../convert/rebasePreview';
import type { Session } from '../session/session';
import type { Capabilities } from '../session/describeServer';
import { answer } from '../session/session';

const unknownEnvironment = 'This environment is not known any more; refresh and choose again.';

/** Answers changes that the client applies itself. */
export function registerChangeRequests(session: Session): Capabilities {
  answer(session, composeMerge, async ({ environment, revisions, message }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return { kind: 'refused', reason: unknownEnvironment };
    const { snapshot } = indexed;
    const context = editContextFor(session, snapshot);
    const outcome = createMerge(snapshot, revisions, message || standardMessage(revisions), context);
    return toChangeDto(passOutcome(session, indexed, outcome), changeTargetFor(session));
  });
  answer(session, listMovableChains, async ({ environment }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return null;
    const { snapshot, git } = indexed;
    return { chains: movableChains(snapshot, git), mainBranch: git?.mainBranch ?? null };
  });
  answer(session, previewRebase, async (params) => {
    const { environments } = await session.index.settled();
    const snapshot = environments.get(params.environment)?.snapshot;
    if (!snapshot) return { kind: 'refused', reason: unknownEnvironment };
    return toRebasePreviewDto(snapshot, params, session.uris());
  });
  answer(session, composeChange, async ({ environment, change }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return { kind: 'refused', reason: unknownEnvironment };
    const { snapshot } = indexed;
    const outcome = composeRequestedChange(snapshot, change, editContextFor(session, snapshot));
    return toChangeDto(passOutcome(session, indexed, outcome), changeTargetFor(session));
  });
  return {};
}

function standardMessage(revisions: readonly string[]): string {
  return `merge ${revisions.join(' and ')}`;
}
