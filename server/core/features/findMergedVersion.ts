import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { GitFacts, GitRevisionFile } from '../rules/engine/gitFacts';

/**
 * The version of a revision file at the merge base: the same path, or the same id under a name that is gone.
 */
export function findMergedVersion(
  { filesByPath }: EnvironmentSnapshot,
  { mergeBase }: GitFacts,
  path: string,
): GitRevisionFile | undefined {
  const id = filesByPath.get(path)?.script?.id;
  const renamed = [...mergeBase.files.values()].filter((one) => !filesByPath.has(one.path));
  return mergeBase.files.get(path) ?? renamed.find(({ script }) => script && script.id === id);
}
