import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';

/** The ids of a revision and everything below it, dependencies included; also where the history has cycles. */
export function ancestorsOf(snapshot: EnvironmentSnapshot, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const revision = snapshot.map.revisions.get(next);
    waiting.push(...(revision?.downRevisions ?? []), ...(revision?.resolvedDependencies ?? []));
  }
  return found;
}

/** Why a revision can't take on the names that are new to it. */
export function cycleThrough(
  snapshot: EnvironmentSnapshot,
  id: string | undefined,
  names: readonly string[],
  before: readonly string[],
): string | undefined {
  // Of two files with one id, nobody can say which the others stand on.
  const owners = snapshot.map.scripts.filter((script) => script.id === id);
  if (id === undefined || owners.length > 1) return undefined;
  for (const name of names) {
    if (before.includes(name)) continue;
    const target = snapshot.map.labels.get(name) ?? name;
    if (ancestorsOf(snapshot, target).has(id)) {
      return `${name} stands on ${id} itself, so that this would make a cycle; choose another revision.`;
    }
  }
  return undefined;
}
