import { createMerge } from '../../core/edits/history/createMerge';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import { childrenOfSharedId } from '../../core/rules/support/ownChildren';
import { pathFromUri } from '../convert/paths';
import { conflictsOfMerge, conflictsOfMove } from '../../core/features/conflictsBetween';
import { toConflictDtos } from '../convert/conflictDtos';
import { movableChains } from '../../core/features/movableChains';
import { composeRequestedChange } from '../../core/features/requestedChange';
import type { RequestedChange } from '../../core/features/requestedChange';
import { flawOfId } from '../../core/edits/history/revisionId';
import {
  composeChange,
  composeMerge,
  listMovableChains,
  previewRebase,
  readConflicts,
} from '../../protocol/changes';
import type { RequestedChangeDto } from '../../protocol/changes';
import { toChangeDto } from '../convert/changes';
import { changeTargetFor, editContextFor, passOutcome } from './editing';
import { toRebasePreviewDto } from '../convert/rebasePreview';
import type { Session } from '../session/session';
import type { Capabilities } from '../session/describeServer';
import { answer, settledSnapshot, slicedWork } from '../session/session';

const unknownEnvironment = 'This environment is not known any more; refresh and choose again.';

/** Answers changes that the client applies itself. */
export function registerChangeRequests(session: Session): Capabilities {
  answer(session, composeMerge, async (params) => {
    const { environment, revisions, message, branchLabel, revisionId, splice = false } = params;
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return { kind: 'refused', reason: unknownEnvironment };
    const { snapshot } = indexed;
    const flaw = revisionId === undefined ? undefined : flawOfId(revisionId);
    if (flaw !== undefined) return { kind: 'refused', reason: flaw };
    const context = editContextFor(session, snapshot);
    const outcome = createMerge(
      snapshot,
      revisions,
      message || standardMessage(revisions),
      { ...context, newRevisionId: revisionId ?? context.newRevisionId },
      branchLabel === undefined ? [] : [branchLabel],
      splice,
    );
    return toChangeDto(passOutcome(session, indexed, outcome), changeTargetFor(session));
  });
  answer(session, listMovableChains, async ({ environment }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return null;
    const {
      snapshot,
      facts: { git },
    } = indexed;
    return { chains: movableChains(snapshot, git), mainBranch: git?.mainBranch ?? null };
  });
  answer(session, previewRebase, async (params) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(params.environment);
    if (!indexed) return { kind: 'refused', reason: unknownEnvironment };
    const {
      snapshot,
      facts: { git },
    } = indexed;
    return toRebasePreviewDto(snapshot, params, sharedFiles(snapshot, git, params.files), session.uris());
  });
  answer(session, readConflicts, async ({ environment, revisions, onto }, token) => {
    const snapshot = await settledSnapshot(session, environment);
    if (!snapshot) return null;
    const memory = session.schemas.conflicts;
    const work =
      onto === null
        ? conflictsOfMerge(snapshot, revisions, memory)
        : conflictsOfMove(snapshot, revisions, onto, memory);
    return toConflictDtos(snapshot, await slicedWork(session, token, work), session.uris());
  });
  answer(session, composeChange, async ({ environment, change }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed) return { kind: 'refused', reason: unknownEnvironment };
    const {
      snapshot,
      facts: { git },
    } = indexed;
    const outcome = composeRequestedChange(
      snapshot,
      toRequested(snapshot, git, change),
      editContextFor(session, snapshot),
    );
    return toChangeDto(passOutcome(session, indexed, outcome), changeTargetFor(session));
  });
  return {};
}

/** What a client asks for, with paths in place of URIs. */
function toRequested(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  change: RequestedChangeDto,
): RequestedChange {
  if (change.kind === 'rebase') return { ...change, ...sharedFiles(snapshot, git, change.files) };
  if (change.kind !== 'disableRule') return change;
  const { rule, scope, offset } = change;
  return { kind: 'disable-rule', file: pathFromUri(change.uri) ?? '', rule, scope, offset };
}

/** The files that are meant by ids which several have, and those that were built on them. */
function sharedFiles(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  uris: readonly string[] = [],
): { readonly files: readonly string[]; readonly children: readonly string[] } {
  const files = uris.flatMap((uri) => pathFromUri(uri) ?? []);
  const children = files.flatMap((path) => {
    const file = snapshot.filesByPath.get(path);
    return (file && childrenOfSharedId(snapshot, git, file)) ?? [];
  });
  return { files, children };
}

function standardMessage(revisions: readonly string[]): string {
  return `merge ${revisions.join(' and ')}`;
}
