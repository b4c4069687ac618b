import type { TextRange } from '../text/textRange';
import { operationLimits } from './boundedValue';
import { itemsOf } from './containers';
import { formatBraces, formatted, textValue } from './formatting';
import type { Arguments } from './machine';
import type { Value } from './value';
import { hole, isLive, textOf, unknown } from './value';

/** Calls a method of a text. `live` tells whether the text depends on the database. */
export function callTextMethod(
  text: string,
  name: string,
  args: Arguments,
  live: boolean,
  range: TextRange,
): Value {
  const [first, second] = args.positional;
  const a = textOf(first);
  const b = textOf(second);
  const give = (value: string): Value => textValue(value, live, range);
  const giveList = (items: readonly string[]): Value => ({
    kind: 'list',
    form: 'list',
    items: items.map(give),
    range,
  });
  switch (name) {
    case 'format':
      return formatBraces(text, args, range);
    case 'join': {
      const items = first && itemsOf(first);
      if (!items || items.doubt !== undefined) break;
      const parts = items.items.map((item) => formatted(item) ?? hole);
      const length = parts.reduce((sum, part) => sum + part.length + text.length, 0);
      if (length > operationLimits.value) break;
      return textValue(parts.join(text), live || items.items.some(isLive), range);
    }
    case 'lower':
    case 'casefold':
      return give(text.toLowerCase());
    case 'upper':
      return give(text.toUpperCase());
    case 'title':
      return give(text.toLowerCase().replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase()));
    case 'capitalize':
      return give(text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase());
    case 'strip':
      return a === undefined ? give(text.trim()) : give(stripped(text, a, true, true));
    case 'lstrip':
      return a === undefined ? give(text.trimStart()) : give(stripped(text, a, true, false));
    case 'rstrip':
      return a === undefined ? give(text.trimEnd()) : give(stripped(text, a, false, true));
    case 'removeprefix':
      if (a !== undefined) return give(text.startsWith(a) ? text.slice(a.length) : text);
      break;
    case 'removesuffix':
      if (a !== undefined) return give(a !== '' && text.endsWith(a) ? text.slice(0, -a.length) : text);
      break;
    case 'replace':
      if (a !== undefined && b !== undefined && args.positional.length === 2 && a !== '') {
        const parts = text.split(a);
        if (text.length + parts.length * b.length <= operationLimits.value) return give(parts.join(b));
      }
      break;
    case 'split':
      if (args.positional.length === 0) return giveList(text.trim() === '' ? [] : text.trim().split(/\s+/));
      if (a !== undefined && a !== '' && args.positional.length === 1) return giveList(text.split(a));
      break;
    case 'splitlines':
      return giveList(text.replace(/\n$/, '').split('\n'));
    case 'startswith':
    case 'endswith': {
      const options = first?.kind === 'list' ? first.items.map(textOf) : [a];
      if (!options.every((option) => option !== undefined)) break;
      const value = options.some((option) =>
        name === 'startswith' ? text.startsWith(option) : text.endsWith(option),
      );
      return { kind: 'boolean', value, range, ...(live ? { isLive: true } : {}) };
    }
  }
  return unknown(range, `what ${name} makes of a text is not followed`, { isLive: live });
}

function stripped(text: string, characters: string, atStart: boolean, atEnd: boolean): string {
  let start = 0;
  let end = text.length;
  while (atStart && start < end && characters.includes(text.charAt(start))) start++;
  while (atEnd && end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
