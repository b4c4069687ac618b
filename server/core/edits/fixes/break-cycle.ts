import { removeName } from '../header/editReferences';
import type { FixKind, FixOf } from './fixKind';
import { fileNameOf } from '../../files/paths';

/** Open a loop by taking out the reference that closes it. */
export const breakCycleKind: FixKind<FixOf<'break-cycle'>> = {
  title: ({ name, variable, file }) =>
    `Break the cycle here: remove '${name}' from ${variable} of ${fileNameOf(file)}`,
  apply: (snapshot, fix) => removeName(snapshot, breakCycleKind.title(fix), fix),
};
