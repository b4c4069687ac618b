import type { TextRange } from '../text/textRange';
import type { DictionaryValue, Value } from './value';
import { hole, isLive, unknown } from './value';

/** What looping over a value gives; undefined where that is not known. */
export function itemsOf(
  value: Value,
): { readonly items: readonly Value[]; readonly doubt?: string } | undefined {
  switch (value.kind) {
    case 'list':
      return value.doubt === undefined ? { items: value.items } : { items: value.items, doubt: value.doubt };
    case 'dictionary':
      return {
        items: [...value.entries.keys()].map((key) => keyValue(key, value.range)),
        ...(value.doubt === undefined ? {} : { doubt: value.doubt }),
      };
    case 'string':
      return {
        items: [...value.value].map((character) => ({
          kind: 'string' as const,
          value: character,
          range: value.range,
        })),
      };
    case 'class': {
      const items: Value[] = [...value.members].map(([name, member]) =>
        enumMember(name, member, value.range),
      );
      return { items };
    }
    case 'none':
    case 'boolean':
    case 'number':
    case 'reference':
    case 'construct':
    case 'special':
    case 'batch':
    case 'manager':
    case 'method':
    case 'function':
    case 'unknown':
      return undefined;
  }
}

/** A member of an enumeration, as its name and value. */
export function enumMember(name: string, member: Value, range: TextRange): Value {
  return {
    kind: 'construct',
    path: memberPath,
    positional: [],
    keywords: new Map<string, Value>([
      ['name', { kind: 'string', value: name, range }],
      ['value', member],
    ]),
    doubt: undefined,
    attached: [],
    range,
  };
}

/** The path of what stands for a member of an enumeration. */
export const memberPath = 'enum.member';

/** What `object[index]` gives. */
export function itemOf(object: Value, index: Value, range: TextRange): Value {
  const live = isLive(object);
  if (object.kind === 'dictionary' && (index.kind === 'string' || index.kind === 'number')) {
    const found = object.entries.get(index.value);
    if (found) return live ? marked(found) : found;
    return unknown(range, object.doubt ?? 'there is no such key', { isLive: live });
  }
  if (object.kind === 'dictionary' && index.kind === 'unknown' && index.template !== undefined) {
    const alternatives = entriesLike(object, index.template);
    if (alternatives.length > 0) return unknown(range, index.reason, { isLive: live, alternatives });
  }
  if (object.kind === 'list' && index.kind === 'number') {
    const at = index.value < 0 ? object.items.length + index.value : index.value;
    const found = object.doubt === undefined ? object.items[at] : undefined;
    return found ?? unknown(range, object.doubt ?? 'there is no such item', { isLive: live });
  }
  if (object.kind === 'class' && index.kind === 'string') {
    const member = object.members.get(index.value);
    if (member) return enumMember(index.value, member, range);
  }
  if (object.kind === 'special') return unknown(range, 'it comes from the database', { isLive: true });
  // `metadata.tables["users"]`, `table.c["id"]`.
  if (object.kind === 'method' || object.kind === 'construct')
    return { kind: 'method', of: object, name: index.kind === 'string' ? index.value : '[]', range };
  return unknown(range, object.kind === 'unknown' ? object.reason : 'this item is not known', {
    isLive: live,
  });
}

/** The entries whose key may be a text with holes, such as the functions `upgrade_<engine>`. */
function entriesLike({ entries }: DictionaryValue, template: string): readonly Value[] {
  const first = template.indexOf(hole);
  const [start, end] = [template.slice(0, first), template.slice(template.lastIndexOf(hole) + 1)];
  return [...entries]
    .filter(([key]) => {
      if (typeof key === 'number' || key.length < start.length + end.length) return false;
      return key.startsWith(start) && key.endsWith(end);
    })
    .map(([, value]) => value);
}

/** A value of an inspector, which depends on what the database holds. */
function marked(value: Value): Value {
  return value.kind === 'string' || value.kind === 'boolean' || value.kind === 'list'
    ? { ...value, isLive: true }
    : value;
}

export function keyValue(key: string | number, range: TextRange): Value {
  return typeof key === 'string'
    ? { kind: 'string', value: key, range }
    : { kind: 'number', value: key, source: String(key), range };
}
