import type { FixSpecification } from '../../findings/fixSpecification';
import { fileNameOf } from '../../files/paths';
import { nearestRevisions } from '../../history/nearestRevisions';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { editReferences } from '../header/editReferences';
import { renameAll, replaceReference } from '../header/references';
import type { FixKind, FixOf } from './fixKind';

/**
 * Replace one name in a file's `down_revision` (and `Revises:` line), `depends_on` or `branch_labels` by
 * another.
 */
export const changeReferenceKind: FixKind<FixOf<'change-reference'>> = {
  title: ({ to, file, variable, isElsewhere }) =>
    isElsewhere ? `Change ${variable} of ${fileNameOf(file)} to '${to}'` : `Change to '${to}'`,
  apply: (snapshot, fix) =>
    editReferences(
      snapshot,
      changeReferenceKind.title(fix),
      fix,
      (file) => replaceReference(file, fix.variable, fix.from, fix.to),
      (names) => renameAll(names, new Map([[fix.from, fix.to]])),
    ),
  isSafe: (fix, { code, fixes }, snapshot) =>
    code.startsWith('unknown-') && isPlainlyMeant(snapshot, fix, fixes),
};

/**
 * A name is plainly meant where it is the only one like it and is a part, the file, the message or a slip of
 * the pen of a random id.
 */
function isPlainlyMeant(
  snapshot: EnvironmentSnapshot,
  fix: FixOf<'change-reference'>,
  fixes: readonly FixSpecification[],
): boolean {
  if (fixes.filter(({ kind }) => kind === 'change-reference').length > 1) return false;
  const [near, ...others] = nearestRevisions(snapshot, fix.from, new Set(), 2);
  if (near?.id !== fix.to || others.length > 0) return false;
  return near.likeness !== 'spelling' || (isRandom(fix.to) && fix.from.length === fix.to.length);
}

/** Ids that people count up or make up are near each other without being meant for each other. */
function isRandom(id: string): boolean {
  return /^[0-9a-f]{10,32}$/.test(id) && /[a-f]/.test(id) && new Set(id).size >= 5;
}
