import { conflictSides } from '../../text/mergeConflicts';
import type { FixSpecification } from '../../findings/fixSpecification';
import { chained } from '../../edits/repair/resolveConflict';
import { headerValues } from '../../edits/header/rewriteFiles';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { withText } from '../../project/fileWithText';
import { readRevisionFile } from '../../python/readRevisionFile';
import { idsAndNotes } from './docstringFields';
import { ancestorsOf } from '../../revision/graph/relatives';

/**
 * Keeps either side, told apart by what the header then says, or both where they are two revisions. The side
 * whose parents build on those of the other is first, then the one whose docstring names the parents of the
 * code, then ours.
 */
export function revisionConflictFixes(
  snapshot: EnvironmentSnapshot,
  conflicted: RevisionFile,
): readonly FixSpecification[] {
  const file = withText(conflicted);
  const sides = file && conflictSides(file.text);
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
  const isTheirsRight = !saysItsParents(sides.ours) && saysItsParents(sides.theirs);
  return [
    ...(both
      ? [{ kind: 'resolve-conflict' as const, file: file.path, keep: 'both' as const, label: '' }]
      : []),
    ...(isTheirsLater || isTheirsRight ? [keep('theirs'), keep('ours')] : [keep('ours'), keep('theirs')]),
  ];
}

/** Whether the docstring's `Revises:` line names the parents. */
function saysItsParents(text: string): boolean {
  const reading = readRevisionFile(text);
  const { parents } = headerValues(reading);
  const { revises } = reading.docstringFields;
  if (!parents || !revises) return false;
  const { ids } = idsAndNotes(revises.value, parents);
  return ids.length === parents.length && parents.every((id) => ids.includes(id));
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
