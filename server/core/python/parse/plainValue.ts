import type { TextRange } from '../../text/textRange';
import type { StaticValue } from '../revisionFile';
import type { Known } from './knownObject';
import { madeText, wholeNumber } from './staticValue';
import type { Plain } from './textMethods';

export function plainOf(value: Known | undefined): Plain | undefined {
  if (value?.kind === 'string') return value.value;
  if (value?.kind === 'number')
    return Number.isSafeInteger(value.value) && /^-?\d+$/.test(value.source) ? value.value : undefined;
  if (value?.kind !== 'sequence' || value.form === 'set') return undefined;
  const texts = value.items.map((item) => (item.kind === 'string' ? item.value : undefined));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

export function valueOfPlain(plain: Plain | undefined, range: TextRange): StaticValue | undefined {
  if (plain === undefined) return undefined;
  if (typeof plain === 'string') return madeText(plain, range);
  if (typeof plain === 'number') return wholeNumber(plain, range);
  return { kind: 'sequence', form: 'list', items: plain.map((item) => madeText(item, range)), range };
}
