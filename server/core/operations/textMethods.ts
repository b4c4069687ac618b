import { callTextMethod } from '../text/textMethods';
import type { TextArgument } from '../text/textMethods';
import type { TextRange } from '../text/textRange';
import { operationLimits } from './boundedValue';
import { itemsOf } from './containers';
import { formatBraces, formatted, textValue } from './formatting';
import type { Arguments } from './machine';
import type { Value } from './value';
import { hole, isLive, textOf, unknown } from './value';

/** What a method makes of a text. `live` tells whether the text depends on the database. */
export function textMethodValue(
  text: string,
  name: string,
  args: Arguments,
  live: boolean,
  range: TextRange,
): Value {
  const notFollowed = unknown(range, `what ${name} makes of a text is not followed`, { isLive: live });
  if (name === 'format') return formatBraces(text, args, range);
  if (name === 'join') return joined(text, args, live, range) ?? notFollowed;
  const plain = args.positional.map(argumentOf);
  if (!plain.every((each) => each !== undefined) || args.keywords.size > 0) return notFollowed;
  const result = callTextMethod(name, text, plain, (size) => size <= operationLimits.value);
  switch (result?.kind) {
    case undefined:
    case 'error':
      return notFollowed;
    case 'text':
      return textValue(result.value, live, range);
    case 'boolean':
      return { kind: 'boolean', value: result.value, range, ...(live ? { isLive: true } : {}) };
    case 'list':
    case 'tuple': {
      const items = result.items.map((item) => textValue(item, live, range));
      return { kind: 'list', form: result.kind, items, range };
    }
  }
}

/** Items that are not texts count as what `str` shows of them, and what is not known leaves a hole. */
function joined(text: string, args: Arguments, live: boolean, range: TextRange): Value | undefined {
  const [first] = args.positional;
  const items = first && itemsOf(first);
  if (!items || items.doubt !== undefined) return undefined;
  const parts = items.items.map((item) => formatted(item) ?? hole);
  const length = parts.reduce((sum, part) => sum + part.length + text.length, 0);
  if (length > operationLimits.value) return undefined;
  return textValue(parts.join(text), live || items.items.some(isLive), range);
}

function argumentOf(value: Value): TextArgument | undefined {
  if (value.kind === 'none') return null;
  if (value.kind === 'number') return value.value;
  if (value.kind !== 'list') return textOf(value);
  const texts = value.doubt === undefined ? value.items.map(textOf) : [];
  return texts.length > 0 && texts.every((text) => text !== undefined) ? texts : undefined;
}
