import { applyFix } from '../../core/edits/fixes/fixes';
import { readFilesForFix } from '../../disk/git/filesForFix';
import { locateRevision as locate } from '../../disk/git/locateRevision';
import { importRevision, locateRevision, mergedText } from '../../protocol/git';
import { toChangeDto } from '../convert/changes';
import { pathFromUri } from '../convert/paths';
import { changeTargetFor, editContextFor, passOutcome } from './editing';
import type { Session } from '../session/session';
import { answer } from '../session/session';

/** Answers what Git knows, in trusted workspaces. */
export function registerGitRequests(session: Session): void {
  answer(session, locateRevision, async ({ environment, id }) => {
    const { environments } = await session.index.settled();
    const snapshot = environments.get(environment)?.snapshot;
    if (!snapshot || !session.git) return { found: [] };
    return { found: await locate(session.git.reader, snapshot, id) };
  });
  answer(session, importRevision, async ({ environment, id }) => {
    const { environments } = await session.index.settled();
    const indexed = environments.get(environment);
    if (!indexed || !session.git) {
      return { kind: 'refused', reason: 'Git is not read here; trust the workspace and try again.' };
    }
    const { snapshot } = indexed;
    const fix = { kind: 'find-revision', id } as const;
    const gitFiles = await readFilesForFix(session.git.reader, snapshot, { kind: 'search', id });
    const outcome = applyFix(snapshot, fix, { ...editContextFor(session, snapshot), gitFiles });
    return toChangeDto(passOutcome(session, indexed, outcome), changeTargetFor(session));
  });
  answer(session, mergedText, async ({ uri }) => {
    const path = pathFromUri(uri);
    if (path === undefined) return null;
    const paths = [path, session.files.realPath(path)];
    const { environments } = await session.index.settled();
    for (const { snapshot, git } of environments.values()) {
      const file = paths.map((one) => snapshot.filesByPath.get(one)).find((one) => one !== undefined);
      if (!git || !file) continue;
      const { commit, files } = git.mergeBase;
      const id = file.script?.id;
      const renamed = [...files.values()].filter((one) => !snapshot.filesByPath.has(one.path));
      const merged = files.get(file.path) ?? renamed.find(({ script }) => script && script.id === id);
      if (merged) return { ref: git.mainBranch, commit, text: merged.text };
    }
    return null;
  });
}
