import type { EnvironmentSnapshot } from '../project/environmentSnapshot';

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
