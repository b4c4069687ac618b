import type { RevisionMap } from '../revision/revisionMap';

/** The revision and everything that leads to it, through parents and, unless told otherwise, dependencies. Ends on broken graphs too. */
export function ancestorsOf(
  map: RevisionMap,
  start: readonly string[],
  through: 'parents' | 'parents-and-dependencies' = 'parents-and-dependencies',
  notPast?: string,
): ReadonlySet<string> {
  return reach(start, (id) => {
    const revision = map.revisions.get(id);
    if (!revision || id === notPast) return [];
    return through === 'parents'
      ? revision.downRevisions
      : [...revision.downRevisions, ...revision.resolvedDependencies];
  });
}

/** The revision and everything that is built on it, through children and dependants. Ends on broken graphs too. */
export function descendantsOf(map: RevisionMap, start: readonly string[]): ReadonlySet<string> {
  return reach(start, (id) => map.revisions.get(id)?.allNextRevisions ?? []);
}

function reach(start: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [...start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    pending.push(...next(id));
  }
  return reached;
}
