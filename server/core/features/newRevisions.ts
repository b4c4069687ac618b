import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { GitFacts } from '../rules/engine/gitFacts';

/** The ids that neither the merge base nor the main branch has, in load order: what this branch has made. */
export function newRevisions({ map }: EnvironmentSnapshot, git: GitFacts): readonly string[] {
  const known = new Set(
    [...git.mergeBase.files.values(), ...git.main.files.values()].flatMap(({ script }) => script?.id ?? []),
  );
  return [...map.revisions.keys()].filter((id) => !known.has(id));
}
