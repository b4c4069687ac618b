import { findMergedVersion } from '../../core/features/findMergedVersion';
import { locateRevision as locate } from '../../disk/git/locateRevision';
import { importRevision, locateRevision, mergedText } from '../../protocol/git';
import { toChangeDto } from '../convert/changes';
import { pathFromUri } from '../convert/paths';
import { changeTargetFor, fixOutcome } from './editing';
import type { Session } from '../session/session';
import type { Capabilities } from '../session/describeServer';
import { answer, settledSnapshot } from '../session/session';

/** Answers what Git knows, in trusted workspaces. */
export function registerGitRequests(session: Session): Capabilities {
  answer(session, locateRevision, async ({ environment, id }) => {
    const snapshot = await settledSnapshot(session, environment);
    if (!snapshot || !session.git) return { found: [] };
    return { found: await locate(session.git.reader, snapshot, id) };
  });
  answer(session, importRevision, async ({ environment, id }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed || !session.git) {
      return { kind: 'refused', reason: 'Git is not read here; trust the workspace and try again.' };
    }
    const fix = { kind: 'find-revision', id } as const;
    return toChangeDto(await fixOutcome(session, indexed, fix), changeTargetFor(session));
  });
  answer(session, mergedText, async ({ uri }) => {
    const path = pathFromUri(uri);
    if (path === undefined) return null;
    const paths = [path, session.files.realPath(path)];
    const { environments } = await session.index.settled();
    for (const {
      snapshot,
      facts: { git },
    } of environments.values()) {
      const known = paths.find((one) => snapshot.filesByPath.has(one));
      const merged = git && known !== undefined && findMergedVersion(snapshot, git, known);
      const text = merged ? merged.readText() : undefined;
      if (git && text !== undefined) return { ref: git.mainBranch, commit: git.mergeBase.commit, text };
    }
    return null;
  });
  return {};
}
