import type { TextRange } from '../text/textRange';
import { itemOf, itemsOf, keyValue } from './containers';
import type { Arguments, Machine } from './machine';
import type { DictionaryValue, ListValue, Value } from './value';
import { isLive, unknown } from './value';

/** Calls a method of a list, tuple or set, which may change it. */
export function callListMethod(
  machine: Machine,
  list: ListValue,
  name: string,
  args: Arguments,
  range: TextRange,
): Value {
  const [first, second] = args.positional;
  const doubt = machine.context.doubt;
  const changed = (): Value => {
    if (doubt !== undefined) list.doubt ??= doubt;
    return { kind: 'none', range };
  };
  switch (name) {
    case 'append':
    case 'add':
      if (first) list.items.push(first);
      return changed();
    case 'extend':
    case 'update': {
      const items = first && itemsOf(first);
      list.items.push(...(items?.items ?? []));
      if (!items || items.doubt !== undefined)
        list.doubt ??= items?.doubt ?? 'what is added to the list is not known';
      return changed();
    }
    case 'insert':
      if (first?.kind === 'number' && second) list.items.splice(first.value, 0, second);
      else list.doubt ??= 'what is added to the list is not known';
      return changed();
    case 'copy':
      return { ...list, items: [...list.items], range };
    case 'union': {
      const items = first && itemsOf(first);
      if (!items) break;
      return { ...list, items: [...list.items, ...items.items], range };
    }
    case 'pop': {
      const at = first === undefined ? -1 : first.kind === 'number' ? first.value : undefined;
      if (at === undefined || list.doubt !== undefined || list.items.length === 0) {
        list.doubt ??= `what ${name} leaves of the list is not followed`;
        break;
      }
      const [item] = list.items.splice(at, 1);
      changed();
      return item ?? unknown(range, `what ${name} gives is not followed`);
    }
    case 'clear':
      if (doubt === undefined) list.items.length = 0;
      return changed();
    case 'remove':
    case 'sort':
    case 'reverse':
    case 'discard':
      list.doubt ??= `what ${name} leaves of the list is not followed`;
      break;
  }
  return unknown(range, `what ${name} gives is not followed`, { isLive: isLive(list) });
}

/** Calls a method of a dictionary, which may change it. */
export function callDictionaryMethod(
  dictionary: DictionaryValue,
  name: string,
  args: Arguments,
  range: TextRange,
): Value {
  const [first, second] = args.positional;
  const { entries } = dictionary;
  const doubt = dictionary.doubt === undefined ? {} : { doubt: dictionary.doubt };
  const list = (items: Value[]): Value => ({ kind: 'list', form: 'list', items, range, ...doubt });
  switch (name) {
    case 'items':
      return list(
        [...entries].map(([key, value]) => ({
          kind: 'list' as const,
          form: 'tuple' as const,
          items: [keyValue(key, range), value],
          range,
        })),
      );
    case 'keys':
      return list([...entries.keys()].map((key) => keyValue(key, range)));
    case 'values':
      return list([...entries.values()]);
    case 'get': {
      if (first?.kind !== 'string' && first?.kind !== 'number') break;
      if (entries.has(first.value)) return itemOf(dictionary, first, range);
      if (dictionary.doubt !== undefined) break;
      return second ?? { kind: 'none', range };
    }
    case 'update':
      if (first?.kind === 'dictionary') for (const [key, value] of first.entries) entries.set(key, value);
      else if (first) dictionary.doubt ??= 'what is added to the dictionary is not known';
      for (const [key, value] of args.keywords) entries.set(key, value);
      return { kind: 'none', range };
    case 'copy':
      return { ...dictionary, entries: new Map(entries), range };
  }
  return unknown(range, `what ${name} gives is not followed`, { isLive: isLive(dictionary) });
}
