import type { TextResult } from '../../text/textMethods';
import type { TextRange } from '../../text/textRange';
import type { StaticValue } from '../revisionFile';
import type { Known } from './knownObject';
import { madeText } from './staticValue';
import type { Plain } from './textFormat';

export function plainOf(value: Known | undefined): Plain | undefined {
  if (value?.kind === 'string') return value.value;
  if (value?.kind === 'number')
    return Number.isSafeInteger(value.value) && /^-?\d+$/.test(value.source) ? value.value : undefined;
  if (value?.kind !== 'sequence' || value.form === 'set') return undefined;
  const texts = value.items.map((item) => (item.kind === 'string' ? item.value : undefined));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

export function valueOfResult(result: TextResult | undefined, range: TextRange): StaticValue | undefined {
  switch (result?.kind) {
    case undefined:
    case 'error':
      return undefined;
    case 'text':
      return madeText(result.value, range);
    case 'boolean':
      return { kind: 'boolean', value: result.value, range };
    case 'list':
    case 'tuple': {
      const items = result.items.map((item) => madeText(item, range));
      return { kind: 'sequence', form: result.kind, items, range };
    }
  }
}
