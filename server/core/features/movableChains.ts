import { idsOfTree } from '../rules/engine/gitFacts';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { competingHeads, unreferencedHeads } from '../history/competingHeads';
import type { GitFacts } from '../rules/engine/gitFacts';
import { parentsFirst } from '../revision/graph/parentsFirst';
import { ancestorsOf } from '../revision/graph/relatives';

/** Ancestors of only one of several heads, and where they could be moved. */
export interface MovableChain {
  readonly head: string;
  /** Parents before children, those on a cycle last. */
  readonly revisions: readonly string[];
  /** The other heads of its line. */
  readonly targets: readonly string[];
  /** Whether all of them are new on this branch; null where Git has nothing to say. */
  readonly isNewHere: boolean | null;
}

/**
 * What could be moved on top of another head: of heads that compete, or of all where labels or the like tell
 * them apart. Of a chain that is partly new on this branch, only the new part. Chains that are new here come
 * first.
 */
export function movableChains(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
): readonly MovableChain[] {
  const { map } = snapshot;
  const competing = competingHeads(snapshot);
  const groups = competing.length > 0 ? competing : [unreferencedHeads(map)];
  const own = git && new Set(addedOnBranch(snapshot, git));
  const chains = groups
    .filter((group) => group.length > 1)
    .flatMap((group) =>
      group.flatMap((head): readonly MovableChain[] => {
        const targets = group.filter((other) => other !== head);
        const shared = ancestorsOf(map, targets, 'parents');
        const alone = [...ancestorsOf(map, [head], 'parents')].filter(
          (id) => !shared.has(id) && map.revisions.has(id),
        );
        const fresh = own ? alone.filter((id) => own.has(id)) : [];
        const { ordered, cyclic } = parentsFirst(
          (fresh.length > 0 ? fresh : alone).flatMap((id) => map.revisions.get(id) ?? []),
        );
        const revisions = [...ordered, ...cyclic].map(({ id }) => id);
        if (revisions.length === 0) return [];
        return [{ head, revisions, targets, isNewHere: own ? fresh.length > 0 : null }];
      }),
    );
  return [...chains].sort((a, b) => Number(b.isNewHere ?? false) - Number(a.isNewHere ?? false));
}

/**
 * The ids that neither the merge base nor the main branch has, in load order: what this branch has made. An
 * id that the main branch has in another file is another revision.
 */
export function addedOnBranch({ map }: EnvironmentSnapshot, git: GitFacts): readonly string[] {
  const before = idsOfTree(git.mergeBase);
  return [...map.revisions.values()]
    .filter(({ id, script }) => !before.has(id) && git.main.files.get(script.file)?.script?.id !== id)
    .map(({ id }) => id);
}
