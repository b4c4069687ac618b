import type { Finding } from '../../findings/finding';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { removeName } from '../header/editReferences';
import { headerValues } from '../header/rewriteFiles';
import type { FixKind, FixOf } from './fixKind';

/** Take one name out of a file's `down_revision`, `depends_on` or `branch_labels`. */
export const removeReferenceKind: FixKind<FixOf<'remove-reference'>> = {
  title: ({ name, variable }) => `Remove '${name}' from ${variable}`,
  apply: (snapshot, fix) => removeName(snapshot, removeReferenceKind.title(fix), fix),
  isSafe: (fix, finding, snapshot) => finding.fixes.length === 1 && leavesNothingOpen(snapshot, finding, fix),
};

/** Taking a name out is certain where the place of the revision stays the same without it. */
function leavesNothingOpen(
  snapshot: EnvironmentSnapshot,
  { code }: Finding,
  fix: FixOf<'remove-reference'>,
): boolean {
  if (code === 'redundant-parent') return true;
  if (fix.variable === 'depends_on') return code === 'self-reference' || fix.name === '';
  const file = snapshot.filesByPath.get(fix.file);
  const parents = file && headerValues(file.reading).parents;
  return code === 'self-reference' && parents !== undefined && parents.some((name) => name !== fix.name);
}
