import { ancestorsOf } from '../../revision/graph/relatives';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';

/** Why a revision can't take on the names that are new to it. */
export function cycleThrough(
  snapshot: EnvironmentSnapshot,
  id: string | undefined,
  names: readonly string[],
  before: readonly string[],
): string | undefined {
  // Of two files with one id, nobody can say which is the parent of the others.
  const owners = snapshot.map.scripts.filter((script) => script.id === id);
  if (id === undefined || owners.length > 1) return undefined;
  for (const name of names) {
    if (before.includes(name)) continue;
    const target = snapshot.map.labels.get(name) ?? name;
    if (ancestorsOf(snapshot.map, [target]).has(id)) {
      return `${name} builds on ${id} itself, so that this would make a cycle; choose another revision.`;
    }
  }
  return undefined;
}
