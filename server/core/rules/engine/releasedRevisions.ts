import type { GitFacts } from './gitFacts';

/** The ids that the merge base with the main branch has, without those whose files may have changed since. */
export function releasedRevisions(git: GitFacts | undefined): ReadonlySet<string> | undefined {
  if (!git) return undefined;
  const { mergeBase, changedFiles } = git;
  return new Set(
    [...mergeBase.files.values()].flatMap(({ path, script }) =>
      script && !changedFiles?.has(path) ? [script.id] : [],
    ),
  );
}
