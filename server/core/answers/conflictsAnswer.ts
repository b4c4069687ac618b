import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { conflictSentence } from '../rules/support/conflictWording';
import type { BranchConflict, ConflictPlace } from '../schema/branchConflicts';
import { FileLines } from '../text/fileLines';

/** Two operations of different branches that do not go together, as JSON. */
export interface ConflictAnswer {
  readonly what: string;
  readonly left: ConflictPlaceAnswer;
  readonly right: ConflictPlaceAnswer;
}

interface ConflictPlaceAnswer {
  readonly revision: string;
  readonly file: string;
  /** Counted from one. */
  readonly line: number;
  readonly operation: string;
}

/** `shown` gives a path as it is shown. */
export function conflictAnswers(
  snapshot: EnvironmentSnapshot,
  conflicts: readonly BranchConflict[],
  shown: (path: string) => string,
): readonly ConflictAnswer[] {
  const lines = new FileLines((file) => snapshot.filesByPath.get(file)?.readText());
  const placeOf = ({ revision, file, range, operation }: ConflictPlace): ConflictPlaceAnswer => {
    return { revision, file: shown(file), line: lines.at(file, range.start).line + 1, operation };
  };
  return conflicts.map((conflict) => ({
    what: conflictSentence(conflict),
    left: placeOf(conflict.left),
    right: placeOf(conflict.right),
  }));
}
