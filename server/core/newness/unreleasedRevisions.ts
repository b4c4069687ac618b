import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { ancestorsOf } from '../revision/graph/relatives';

/**
 * The ids of the revisions that are new on this branch: all but the released ones, and but `since` with its
 * ancestors. `released` are those that the main branch has and that nobody changed since; where neither is
 * known, the heads are new.
 */
export function unreleasedRevisions(
  { map }: EnvironmentSnapshot,
  released: ReadonlySet<string> | undefined,
  since: readonly string[],
): ReadonlySet<string> {
  if (!released && since.length === 0) return new Set(map.heads);
  const old = ancestorsOf(map, since);
  const added = new Set<string>();
  for (const id of map.revisions.keys()) if (!old.has(id) && !released?.has(id)) added.add(id);
  return added;
}
