import { assertTrue } from '../errors/alembicException';
import type { Found, NodeSet } from '../graph/traversal';

/** A plan's end: an identifier, the database's rows, or nothing at all. */
export type End = string | readonly string[] | undefined;

/** Revisions to be ordered, and the tips from which the order starts. */
export interface Collected {
  readonly revisions: NodeSet;
  readonly tips: readonly Found[];
}

/** Fails as Alembic's `is_revision` does. */
export function nodesOnly(found: readonly Found[]): number[] {
  return found.map((each) => {
    assertTrue(typeof each === 'number');
    return each;
  });
}
