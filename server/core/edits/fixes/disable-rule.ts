import { disableRuleInFile, disableRuleOnLine } from '../ignore/disableRule';
import type { FixKind, FixOf } from './fixKind';

/** Write an ignore comment for a rule: at the end of the line that holds `offset`, or for the whole file. */
export const disableRuleKind: FixKind<FixOf<'disable-rule'>> = {
  title: ({ rule, scope }) => `Disable ${rule} for this ${scope}`,
  apply: (snapshot, { file, rule, scope, offset }) =>
    scope === 'line'
      ? disableRuleOnLine(snapshot, file, rule, offset)
      : disableRuleInFile(snapshot, file, rule),
  keepsGraph: true,
};
