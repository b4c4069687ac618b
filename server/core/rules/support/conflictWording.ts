import type { BranchConflict, ConflictPlace } from '../../schema/branchConflicts';
import { asClause } from './wording';

/** What is wrong, as the end of a sentence. */
export function conflictSentence({ kind, reason, failing, left, right }: BranchConflict): string {
  const [one, other] = [namedOperation(left), namedOperation(right)];
  if (kind === 'order') return `which of ${one} and ${other} runs first decides about ${reason}`;
  const why = asClause(reason);
  if (failing === undefined) return `whichever of ${one} and ${other} runs second fails, for ${why}`;
  const [early, late] = failing === 'right' ? [one, other] : [other, one];
  return `${late} fails after ${early}, for ${why}`;
}

export function namedOperation({ operation, revision }: ConflictPlace): string {
  return `${operation} in '${revision}'`;
}
