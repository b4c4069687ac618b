import { repairSyntax, repairTitle } from '../repair/repairSyntax';
import type { FixKind, FixOf } from './fixKind';

/**
 * Close an open bracket or string, take out a bracket that closes nothing, or comment out a line that is no
 * Python.
 */
export const repairSyntaxKind: FixKind<FixOf<'repair-syntax'>> = {
  title: repairTitle,
  apply: (snapshot, fix) => repairSyntax(snapshot, fix),
};
