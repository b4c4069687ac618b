import { conflictWords } from '../../core/features/conflictsBetween';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { BranchConflict, ConflictPlace } from '../../core/schema/branchConflicts';
import type { ConflictDto, ConflictPlaceDto } from '../../protocol/changes';
import type { ClientUris } from './clientUris';
import { LineIndexes, toRange } from './ranges';

/** Conflicts of branches, for the wire. */
export function toConflictDtos(
  snapshot: EnvironmentSnapshot,
  conflicts: readonly BranchConflict[],
  uris: ClientUris,
): readonly ConflictDto[] {
  const lines = new LineIndexes((path) => snapshot.filesByPath.get(path)?.readText());
  const placeOf = ({ revision, file, range, operation }: ConflictPlace): ConflictPlaceDto => {
    return { revision, uri: uris.of(file), range: toRange(lines.of(file), range), operation };
  };
  return conflicts.map((conflict) => ({
    ...conflictWords(conflict),
    left: placeOf(conflict.left),
    right: placeOf(conflict.right),
  }));
}
