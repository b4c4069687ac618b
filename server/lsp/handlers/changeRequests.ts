import { applyFix } from '../../core/edits/fixes/fixes';
import type { ChangeOutcome } from '../../core/edits/change';
import { createMerge } from '../../core/edits/history/createMerge';
import type { FixSpecification } from '../../core/findings/fixSpecification';
import { movableChains } from '../../core/features/movableChains';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { composeChange, composeMerge, listMovableChains, previewRebase } from '../../protocol/changes';
import type { RequestedChangeDto } from '../../protocol/changes';
import { toChangeDto } from '../convert/changes';
import { changeTargetFor, editContextFor, passOutcome } from './editing';
import { toRebasePreviewDto } from '../convert/rebasePreview';
import type { Session } from '../session/session';
import { answer } from '../session/session';

const unknownEnvironment = 'This environment is not known any more; refresh and choose again.';

/** Answers changes that the client applies itself. */
export function registerChangeRequests(session: Session): void {
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
    const outcome = composed(session, indexed.snapshot, change);
    return toChangeDto(passOutcome(session, indexed, outcome), changeTargetFor(session));
  });
}

function composed(
  session: Session,
  snapshot: EnvironmentSnapshot,
  change: RequestedChangeDto,
): ChangeOutcome {
  const context = editContextFor(session, snapshot);
  if (change.kind === 'rebase') return applyFix(snapshot, change, context);
  const scripts = snapshot.map.scripts.filter(({ id }) => id === change.revision);
  const [script, ...others] = scripts;
  if (!script || others.length > 0) {
    return {
      ok: false,
      reason: script
        ? `${change.revision} is the id of ${String(scripts.length)} files; give one of them a new id from its own lightbulb first.`
        : `There is no revision ${change.revision}; refresh and choose again.`,
    };
  }
  const fix: FixSpecification =
    change.kind === 'reparent'
      ? { kind: 'reparent', file: script.file, parents: [change.parent] }
      : { kind: 'change-revision-id', file: script.file };
  return applyFix(snapshot, fix, context);
}

function standardMessage(revisions: readonly string[]): string {
  return `merge ${revisions.join(' and ')}`;
}
