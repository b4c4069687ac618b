import type { FixSpecification } from '../../findings/fixSpecification';
import type { RevisionFile } from '../../project/environmentSnapshot';
import type { GitFacts, GitOrigin } from '../engine/gitFacts';

/**
 * What Git can do about a revision that is named and missing: where it is known to be, else looking for it.
 */
export interface GitFixes {
  readonly origin: GitOrigin | undefined;
  /** Certain, so to be offered first. */
  readonly known: readonly FixSpecification[];
  /** Takes time and may find nothing, so to be offered last. */
  readonly search: readonly FixSpecification[];
}

/** Fixes by Git for a name of no revision; none without Git's facts. */
export function gitFixes(git: GitFacts | undefined, id: string): GitFixes {
  const origin = git?.elsewhere?.get(id);
  if (!git || !origin) {
    const isLikeAnId = /^\w{4,}$/.test(id);
    return { origin, known: [], search: git && isLikeAnId ? [{ kind: 'find-revision', id }] : [] };
  }
  const wasMerged = [...git.mergeBase.files.values()].some(({ script }) => script?.id === id);
  const { ref, commit, path } = origin;
  const wasHere = ref === 'HEAD' || wasMerged;
  return { origin, known: [{ kind: 'import-revision', id, ref, commit, file: path, wasHere }], search: [] };
}

/** Restores the main branch's version of a file; none where it is the same. */
export function restoreMerged(git: GitFacts | undefined, file: RevisionFile): readonly FixSpecification[] {
  const merged = git?.main.files.get(file.path);
  const text = file.readText();
  if (!git || !merged || text === undefined || merged.readText() === text) return [];
  const { commit } = git.main;
  return [{ kind: 'restore-merged', file: file.path, path: merged.path, commit, ref: git.mainBranch }];
}

/**
 * Restores the last commit's version of a file that the main branch lacks; Git is asked when it is chosen.
 */
export function restoreCommitted(git: GitFacts | undefined, file: RevisionFile): readonly FixSpecification[] {
  if (!git || git.main.files.has(file.path)) return [];
  return [{ kind: 'restore-merged', file: file.path, path: file.path, commit: 'HEAD', ref: 'HEAD' }];
}
