import { writeDowngrade } from '../repair/writeDowngrade';
import type { FixKind, FixOf } from './fixKind';

/** Write what `downgrade` lacks to undo `upgrade`; where that can't be known, an error that says why. */
export const generateDowngradeKind: FixKind<FixOf<'generate-downgrade'>> = {
  title: ({ body }) =>
    body === 'raise'
      ? 'Let downgrade() say that there is no way back'
      : 'Generate downgrade() from upgrade()',
  apply: (snapshot, fix, context) => writeDowngrade(snapshot, fix, context, generateDowngradeKind.title(fix)),
  isSlow: true,
  keepsGraph: true,
};
