import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { idsOfTree } from '../rules/engine/gitFacts';
import type { GitFacts } from '../rules/engine/gitFacts';

/**
 * The ids that neither the merge base nor the main branch has, in load order: what this branch has made. An id that the
 * main branch has in another file is another revision.
 */
export function newRevisions({ map }: EnvironmentSnapshot, git: GitFacts): readonly string[] {
  const before = idsOfTree(git.mergeBase);
  return [...map.revisions.values()]
    .filter(({ id, script }) => !before.has(id) && git.main.files.get(script.file)?.script?.id !== id)
    .map(({ id }) => id);
}
