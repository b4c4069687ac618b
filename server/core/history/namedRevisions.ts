import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { whyNameIsUndetermined } from './undeterminedAnswers';
import type { AlembicError, Outcome } from '../revision/errors/alembicError';
import { fail } from '../revision/errors/alembicError';
import { getRevisions } from '../revision/resolve/resolve';

/** An error of Alembic's with its type; what can't be known is a sentence already. */
export function reasonOf({ type, message }: AlembicError): string {
  return type === unknownType ? message : `${type}: ${message}`;
}

const unknownType = 'Unknown';

/**
 * The ids that identifiers stand for, each once, in their order. A whole id is found in a broken history too.
 */
export function namedRevisions(
  snapshot: EnvironmentSnapshot,
  identifiers: readonly string[],
): Outcome<readonly string[]> {
  const { map } = snapshot;
  const ids = new Set<string>();
  for (const identifier of identifiers) {
    if (map.revisions.has(identifier)) {
      ids.add(identifier);
      continue;
    }
    const unknown = whyNameIsUndetermined(snapshot, identifier);
    if (unknown !== undefined) return fail({ type: unknownType, message: unknown });
    const found = getRevisions(map, identifier);
    if (!found.ok) return found;
    for (const id of found.value) if (id !== null) ids.add(id);
  }
  return { ok: true, value: [...ids] };
}
