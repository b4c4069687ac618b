import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { Outcome } from '../core/revision/errors/alembicError';
import { getRevisions } from '../core/revision/resolve/resolve';

/** The ids that identifiers stand for, each once, in their order. A whole id is taken also where Alembic would refuse the history. */
export function namedRevisions(
  { map }: EnvironmentSnapshot,
  identifiers: readonly string[],
): Outcome<readonly string[]> {
  const ids = new Set<string>();
  for (const identifier of identifiers) {
    if (map.revisions.has(identifier)) {
      ids.add(identifier);
      continue;
    }
    const found = getRevisions(map, identifier);
    if (!found.ok) return found;
    for (const id of found.value) if (id !== null) ids.add(id);
  }
  return { ok: true, value: [...ids] };
}
