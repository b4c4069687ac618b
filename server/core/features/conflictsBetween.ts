import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { descendantsOf } from '../revision/graph/relatives';
import { conflictSentence } from '../rules/support/conflictWording';
import type { BranchConflict } from '../schema/branchConflicts';
import type { ConflictMemory } from '../schema/forks';
import { conflictsOfFork, forkOf } from '../schema/forks';

/** Of more heads than this only the first ones are compared. */
const mostHeads = 5;

/** Conflicts of the branches that are to be joined, each pair of heads compared. Yields while it works. */
export function* conflictsOfMerge(
  snapshot: EnvironmentSnapshot,
  heads: readonly string[],
  memory: ConflictMemory,
): Generator<undefined, readonly BranchConflict[]> {
  const compared = heads.slice(0, mostHeads);
  const conflicts: BranchConflict[] = [];
  for (const [at, left] of compared.entries())
    for (const right of compared.slice(at + 1))
      conflicts.push(...(yield* conflictsOfPair(snapshot, left, right, memory)));
  return conflicts;
}

/**
 * Conflicts of revisions that are moved, with all that is built on them, and what they are put on; those of
 * revisions that stay are left out.
 */
export function* conflictsOfMove(
  snapshot: EnvironmentSnapshot,
  revisions: readonly string[],
  onto: string,
  memory: ConflictMemory,
): Generator<undefined, readonly BranchConflict[]> {
  const { map } = snapshot;
  const above = revisions.map((id) => descendantsOf(map, id));
  const moved = new Set([...map.revisions.keys()].filter((id) => above.some((set) => set.has(id))));
  const heads = map.realHeads.filter((id) => moved.has(id)).slice(0, mostHeads);
  const found = new Map<string, BranchConflict>();
  for (const head of heads)
    for (const conflict of yield* conflictsOfPair(snapshot, head, onto, memory, moved))
      found.set(JSON.stringify(conflict), conflict);
  return [...found.values()];
}

/** `moved` are the revisions of the left branch that count; all where it is absent. */
function* conflictsOfPair(
  snapshot: EnvironmentSnapshot,
  left: string,
  right: string,
  memory: ConflictMemory,
  moved?: ReadonlySet<string>,
): Generator<undefined, readonly BranchConflict[]> {
  const fork = forkOf(snapshot.map.graph, left, right);
  if (!fork) return [];
  const compared = moved ? { ...fork, left: fork.left.filter(({ id }) => moved.has(id)) } : fork;
  const sourceOf = (file: string): RevisionFile | undefined => snapshot.filesByPath.get(file);
  return yield* conflictsOfFork(snapshot, compared, sourceOf, memory);
}

/** A conflict as a short title and a sentence. */
export function conflictWords(conflict: BranchConflict): {
  readonly title: string;
  readonly sentence: string;
} {
  const sentence = conflictSentence(conflict);
  const { kind, reason } = conflict;
  return {
    title: kind === 'order' ? `The order decides about ${reason}` : reason,
    sentence: `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`,
  };
}
