import type { Outcome } from '../errors/alembicError';
import { impliedHeads } from './impliedHeads';
import { findRevision, findRevisions } from './identifier';
import { attempt, forUser } from '../errors/alembicException';
import type { Found } from '../graph/traversal';
import type { RevisionMap } from '../graph/revisionMap';

/**
 * Everything an identifier stands for, as `alembic show` and `--head` resolve it: ids, `base` where a walk
 * down ends below a base, null where it goes further. Nothing for `base` itself.
 */
export function getRevisions(
  map: RevisionMap,
  identifier: string | readonly string[],
): Outcome<readonly (string | null)[]> {
  return attempt(() => forUser({}, () => findRevisions(map, identifier)).map((found) => nameOf(map, found)));
}

/** The one revision that an identifier stands for, null for base. */
export function getRevision(map: RevisionMap, identifier: string): Outcome<string | null> {
  return attempt(() =>
    nameOf(
      map,
      forUser({}, () => findRevision(map, identifier)),
    ),
  );
}

/**
 * What `alembic current` prints for the rows of a version table: the rows, and the heads that they imply
 * through dependencies. In load order, where Alembic leaves the order open.
 */
export function getCurrent(map: RevisionMap, rows: readonly string[]): Outcome<readonly string[]> {
  return attempt(() => forUser({}, () => impliedHeads(map, rows)).map((node) => map.graph.id(node)));
}

function nameOf(map: RevisionMap, found: Found): string | null {
  if (found === undefined) return null;
  return found === 'base' ? 'base' : map.graph.id(found);
}
