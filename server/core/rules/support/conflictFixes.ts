import { conflictSides } from '../../edits/repair/conflictSides';
import type { FixSpecification } from '../../findings/fixSpecification';
import { chained } from '../../edits/repair/resolveConflict';
import { headerValues } from '../../edits/header/rewriteFiles';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import { ancestorsOf } from '../../revision/graph/relatives';

/**
 * Keeping either side, told apart by what the header then says, and both where they are two revisions. First comes the side whose parents
 * build on those of the other; else ours.
 */
export function conflictWaysOut(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
): readonly FixSpecification[] {
  const sides = conflictSides(file.text);
  if (!sides) return [];
  const ours = headerValues(readRevisionFile(sides.ours));
  const theirs = headerValues(readRevisionFile(sides.theirs));
  const both = ours.id !== theirs.id && chained(file, sides).ok;
  const keep = (side: 'ours' | 'theirs'): FixSpecification => {
    const [own, other] = side === 'ours' ? [ours, theirs] : [theirs, ours];
    const says = differences(own, other);
    return {
      kind: 'resolve-conflict',
      file: file.path,
      keep: side,
      label: sides.labels[side],
      ...(says === '' ? {} : { says }),
    };
  };
  const isTheirsLater =
    buildsOn(snapshot, theirs.parents ?? [], ours.parents ?? []) &&
    !buildsOn(snapshot, ours.parents ?? [], theirs.parents ?? []);
  return [
    ...(both
      ? [{ kind: 'resolve-conflict' as const, file: file.path, keep: 'both' as const, label: '' }]
      : []),
    ...(isTheirsLater ? [keep('theirs'), keep('ours')] : [keep('ours'), keep('theirs')]),
  ];
}

type Values = ReturnType<typeof headerValues>;

function differences(own: Values, other: Values): string {
  const parts: string[] = [];
  if (own.id !== other.id && own.id !== undefined) parts.push(`revision '${own.id}'`);
  if (own.parents && JSON.stringify(own.parents) !== JSON.stringify(other.parents)) {
    parts.push(own.parents.length === 0 ? 'no parent' : `parent '${own.parents.join("', '")}'`);
  }
  return parts.join(', ');
}

/** Whether every one of `earlier` lies below `later`. */
function buildsOn(
  { map }: EnvironmentSnapshot,
  later: readonly string[],
  earlier: readonly string[],
): boolean {
  const below = ancestorsOf(map, later);
  return later.length > 0 && earlier.every((id) => below.has(id));
}
