import { unknownParents, whyNotKnown } from '../history/unknownParents';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';

/** The heads for machines: those that are known, and what is said where some can't be known. */
export interface HeadsAnswer {
  readonly heads: readonly string[];
  readonly possibleHeads?: readonly string[];
  readonly unknown?: string;
}

/** The heads in Alembic's order; with `resolveDependencies` those that others depend on are none. */
export function headsAnswer(snapshot: EnvironmentSnapshot, resolveDependencies = false): HeadsAnswer {
  const { map } = snapshot;
  const { mayHaveChild } = unknownParents(snapshot);
  const all = resolveDependencies ? map.realHeads : map.heads;
  const heads = all.filter((id) => !mayHaveChild.has(id));
  const unknown = whyNotKnown(snapshot, 'Whether there are other heads');
  if (unknown === undefined) return { heads };
  return { heads, possibleHeads: all.filter((id) => mayHaveChild.has(id)), unknown };
}
