import { editReferences } from '../header/editReferences';
import { removeRepeatedReference } from '../header/references';
import type { FixKind, FixOf } from './fixKind';

/** Keep only the first of several mentions of one name. */
export const dropRepeatedReferenceKind: FixKind<FixOf<'drop-repeated-reference'>> = {
  title: ({ name }) => `Name '${name}' only once`,
  apply: (snapshot, fix) =>
    editReferences(
      snapshot,
      dropRepeatedReferenceKind.title(fix),
      fix,
      (file) => removeRepeatedReference(file, fix.variable, fix.name),
      (names) => names.filter((name, index) => name !== fix.name || names.indexOf(name) === index),
    ),
  isSafe: (_fix, { fixes }) => fixes.length === 1,
};
