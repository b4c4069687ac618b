import { formatWithBraces } from './braceFormat';
import { dateText, dayText, formatDate } from './pythonDate';
import { describe, isSequence, isTrue, itemsOf, toRepr, toText } from './pythonValue';
import type { PythonCallable, PythonValue, ValueBudget } from './pythonValue';
import { compareCodePoints } from '../text/pythonText';
import { BrokenTemplate, UnsupportedTemplate } from './unsupportedTemplate';

type Arguments = readonly PythonValue[];

/** The attribute of a value, as `value.name` gives it. Throws UnsupportedTemplate for what is not known here. */
export function attributeOf(value: PythonValue, name: string): PythonValue {
  const found = findAttribute(value, name);
  if (typeof value === 'object' && value?.kind === 'undefined')
    throw new BrokenTemplate(`it uses .${name} of ${describe(value)}`);
  if (found === undefined) throw new UnsupportedTemplate(`it uses .${name} of ${describe(value)}`);
  return found;
}

/** Whether `hasattr(value, name)` holds. */
function hasAttribute(value: PythonValue, name: string): boolean {
  if (findAttribute(value, name) !== undefined) return true;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return name.startsWith('__');
  if (typeof value === 'string' && !name.startsWith('_') && !allStringMethods.has(name)) return false;
  throw new UnsupportedTemplate(`it asks whether ${describe(value)} has ${name}`);
}

export function callable(name: string, call: PythonCallable['call']): PythonCallable {
  return { kind: 'callable', name, call };
}

/** The text of an argument that has to be a string. */
export function textOf(value: PythonValue | undefined, user: string): string {
  if (typeof value === 'string') return value;
  throw new UnsupportedTemplate(`it gives ${user} something other than text`);
}

function findAttribute(value: PythonValue, name: string): PythonValue | undefined {
  if (typeof value === 'string') {
    if (name === 'format')
      return callable(name, (args, named, budget) => formatWithBraces(value, args, named, budget));
    const method = stringMethods.get(name);
    return (
      method &&
      callable(name, (args, named, budget) => positionalOnly(name, named, () => method(value, args, budget)))
    );
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (value.kind === 'object') return value.attribute(name);
  if (value.kind === 'datetime' || value.kind === 'date') return dateAttribute(value, name);
  return undefined;
}

function positionalOnly(
  name: string,
  named: ReadonlyMap<string, PythonValue>,
  call: () => PythonValue,
): PythonValue {
  if (named.size > 0) throw new UnsupportedTemplate(`it calls ${name} with named arguments`);
  return call();
}

const allStringMethods = new Set(
  (
    'capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit ' +
    'isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix ' +
    'removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill'
  ).split(' '),
);

type StringMethod = (text: string, args: Arguments, budget: ValueBudget) => PythonValue;

const stringMethods: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['upper', (text) => text.toUpperCase()],
  ['lower', (text) => text.toLowerCase()],
  ['capitalize', (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()],
  ['strip', (text, [characters]) => stripEnd(stripStart(text, characters), characters)],
  ['lstrip', (text, [characters]) => stripStart(text, characters)],
  ['rstrip', (text, [characters]) => stripEnd(text, characters)],
  ['startswith', (text, [start]) => anyOf(start).some((candidate) => text.startsWith(candidate))],
  ['endswith', (text, [end]) => anyOf(end).some((candidate) => text.endsWith(candidate))],
  ['replace', replace],
  [
    'removeprefix',
    (text, [prefix]) => {
      const start = textOf(prefix, 'removeprefix');
      return text.startsWith(start) ? text.slice(start.length) : text;
    },
  ],
  [
    'removesuffix',
    (text, [suffix]) => {
      const end = textOf(suffix, 'removesuffix');
      return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
    },
  ],
  ['split', split],
  ['partition', (text, [separator]) => partition(text, separator, false)],
  ['rpartition', (text, [separator]) => partition(text, separator, true)],
  [
    'splitlines',
    (text) => {
      const lines = text.split(/\r\n|\r|\n/);
      if (lines[lines.length - 1] === '') lines.pop();
      return { kind: 'list', items: lines };
    },
  ],
  [
    'join',
    (text, [items], budget) => {
      const parts = itemsOf(items ?? null).map((item) => textOf(item, 'join'));
      budget.takeSize(parts.reduce((sum, part) => sum + part.length + text.length, 0));
      return parts.join(text);
    },
  ],
  [
    'zfill',
    (text, [width], budget) => {
      if (typeof width !== 'number' || /^[+-]/.test(text)) throw new UnsupportedTemplate('it calls zfill');
      budget.takeSize(Math.max(0, width));
      return text.padStart(width, '0');
    },
  ],
]);

function replace(text: string, [from, to, count]: Arguments, budget: ValueBudget): PythonValue {
  if (count !== undefined) throw new UnsupportedTemplate('it calls replace with a count');
  const parts = text.split(textOf(from, 'replace'));
  const written = textOf(to, 'replace');
  const isBetweenAll = from === '';
  // Between all characters also means at both ends.
  const joints = isBetweenAll ? text.length + 1 : parts.length - 1;
  budget.takeSize(text.length + joints * written.length);
  return isBetweenAll ? text.replaceAll('', () => written) : parts.join(written);
}

function split(text: string, [separator, limit]: Arguments): PythonValue {
  if (separator === undefined || separator === null) {
    if (limit !== undefined) throw new UnsupportedTemplate('it calls split with a limit');
    return { kind: 'list', items: text.split(/\s+/).filter((item) => item !== '') };
  }
  const mark = textOf(separator, 'split');
  if (mark === '') throw new BrokenTemplate('it splits a text at an empty one');
  const items = text.split(mark);
  if (limit === undefined) return { kind: 'list', items };
  if (typeof limit !== 'number') throw new UnsupportedTemplate('it calls split with a limit');
  return {
    kind: 'list',
    items:
      limit < 0 || limit >= items.length - 1
        ? items
        : [...items.slice(0, limit), items.slice(limit).join(mark)],
  };
}

/** `partition`, and with `fromEnd` `rpartition`. */
function partition(text: string, separator: PythonValue | undefined, fromEnd: boolean): PythonValue {
  const mark = textOf(separator, 'partition');
  if (mark === '') throw new BrokenTemplate('it splits a text at an empty one');
  const at = fromEnd ? text.lastIndexOf(mark) : text.indexOf(mark);
  const none = fromEnd ? ['', '', text] : [text, '', ''];
  return { kind: 'tuple', items: at < 0 ? none : [text.slice(0, at), mark, text.slice(at + mark.length)] };
}

function anyOf(value: PythonValue | undefined): readonly string[] {
  if (value !== undefined && isSequence(value) && value.kind === 'tuple') {
    return value.items.map((item) => textOf(item, 'startswith'));
  }
  return [textOf(value, 'startswith')];
}

function stripStart(text: string, characters: PythonValue | undefined): string {
  if (characters === undefined || characters === null) return text.trimStart();
  const set = textOf(characters, 'strip');
  let start = 0;
  while (start < text.length && set.includes(text[start] ?? '')) start++;
  return text.slice(start);
}

function stripEnd(text: string, characters: PythonValue | undefined): string {
  if (characters === undefined || characters === null) return text.trimEnd();
  const set = textOf(characters, 'strip');
  let end = text.length;
  while (end > 0 && set.includes(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}

function dateAttribute(
  value: Extract<PythonValue, { readonly kind: 'datetime' | 'date' }>,
  name: string,
): PythonValue | undefined {
  const { date } = value;
  const isDate = value.kind === 'date';
  switch (name) {
    case 'year':
    case 'month':
    case 'day':
      return date[name];
    case 'hour':
    case 'minute':
    case 'second':
    case 'microsecond':
      return isDate ? undefined : date[name];
    case 'strftime':
      return callable(name, ([format], named) =>
        positionalOnly(name, named, () => formatDate(date, textOf(format, name))),
      );
    case 'date':
      return isDate ? undefined : callable(name, () => ({ kind: 'date', date }));
    case 'isoformat':
      return callable(name, (args, named) => {
        if (isDate) return dayText(date);
        const separator = args[0] ?? named.get('sep') ?? 'T';
        const precision = args[1] ?? named.get('timespec') ?? 'auto';
        if (precision !== 'auto' && precision !== 'seconds') {
          throw new UnsupportedTemplate('it calls isoformat with a timespec');
        }
        const shown = precision === 'seconds' ? { ...date, microsecond: 0 } : date;
        return dateText(shown, textOf(separator, name));
      });
    default:
      return undefined;
  }
}

/** Python's built-in functions that templates use, by name. */
export const builtinFunctions: ReadonlyMap<string, PythonCallable> = byName([
  callable('repr', ([value]) => toRepr(value ?? null)),
  callable('bool', ([value]) => isTrue(value ?? null)),
  callable('str', ([value]) => (value === undefined ? '' : toText(value))),
  callable('len', ([value]) => {
    if (typeof value === 'string' || (value !== undefined && isSequence(value))) return itemsOf(value).length;
    throw new UnsupportedTemplate('it calls len');
  }),
  callable('list', ([value]) => ({ kind: 'list', items: value === undefined ? [] : itemsOf(value) })),
  callable('tuple', ([value]) => ({
    kind: 'tuple',
    items: value === undefined ? [] : itemsOf(value),
  })),
  callable('chr', ([code]) => {
    if (typeof code !== 'number' || !Number.isInteger(code) || code < 0 || code > 0x10ffff) {
      throw new UnsupportedTemplate('it calls chr');
    }
    return String.fromCodePoint(code);
  }),
  callable('int', ([value]) => {
    if (typeof value === 'number') return Math.trunc(value);
    if (typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value)) return Number(value);
    throw new UnsupportedTemplate('it calls int');
  }),
  callable('enumerate', ([value, start]) => ({
    kind: 'iterator',
    items: itemsOf(value ?? null).map((item, index) => ({
      kind: 'tuple',
      items: [index + (typeof start === 'number' ? start : 0), item],
    })),
  })),
  callable('hasattr', ([value, name]) => hasAttribute(value ?? null, textOf(name, 'hasattr'))),
  callable('map', ([called, values, ...others], _, budget) => {
    if (others.length > 0) throw new UnsupportedTemplate('it calls map with several lists');
    return { kind: 'iterator', items: itemsOf(values ?? null).map((item) => callWith(called, item, budget)) };
  }),
  callable('filter', ([called, values], _, budget) => ({
    kind: 'iterator',
    items: itemsOf(values ?? null).filter((item) =>
      isTrue(called === null ? item : callWith(called, item, budget)),
    ),
  })),
  callable('sorted', ([values, ...others], named, budget) => {
    const { key, reverse, ...rest } = Object.fromEntries(named);
    if (others.length > 0 || Object.keys(rest).length > 0) throw new UnsupportedTemplate('it calls sorted');
    const keyed = itemsOf(values ?? null).map((item) => ({
      item,
      by: key === undefined || key === null ? item : callWith(key, item, budget),
    }));
    const direction = isTrue(reverse ?? false) ? -1 : 1;
    keyed.sort((a, b) => direction * compareValues(a.by, b.by));
    return { kind: 'list', items: keyed.map(({ item }) => item) };
  }),
  callable('reversed', ([value]) => {
    if (typeof value !== 'string' && (value === undefined || !isSequence(value)))
      throw new UnsupportedTemplate('it calls reversed');
    return { kind: 'iterator', items: [...itemsOf(value)].reverse() };
  }),
  callable('any', ([values]) => itemsOf(values ?? null).some(isTrue)),
  callable('all', ([values]) => itemsOf(values ?? null).every(isTrue)),
  callable('zip', (lists, named) => {
    if (named.size > 0) throw new UnsupportedTemplate('it calls zip with options');
    const all = lists.map(itemsOf);
    const length = all.length === 0 ? 0 : Math.min(...all.map((items) => items.length));
    const items = Array.from({ length }, (_, index) => all.map((each) => each[index] ?? null));
    return { kind: 'iterator', items: items.map((each) => ({ kind: 'tuple', items: each })) };
  }),
  callable('isinstance', ([value, type]) => {
    const types = type !== undefined && isSequence(type) ? type.items : [type ?? null];
    return types.some((candidate) => isInstance(value ?? null, candidate));
  }),
]);

/** The order in which Python sorts values of one kind. */
function compareValues(first: PythonValue, second: PythonValue): number {
  if (typeof first === 'string' && typeof second === 'string') return compareCodePoints(first, second);
  if (typeof first === 'number' && typeof second === 'number') return first - second;
  throw new UnsupportedTemplate('it sorts values of several kinds');
}

function callWith(called: PythonValue | undefined, value: PythonValue, budget: ValueBudget): PythonValue {
  if (typeof called !== 'object' || called?.kind !== 'callable')
    throw new UnsupportedTemplate('it hands on what is no function');
  budget.takeStep();
  return called.call([value], new Map(), budget);
}

function byName(functions: readonly PythonCallable[]): ReadonlyMap<string, PythonCallable> {
  return new Map(functions.map((each) => [each.name, each]));
}

function isInstance(value: PythonValue, type: PythonValue): boolean {
  if (typeof type !== 'object' || type === null || type.kind !== 'callable') {
    throw new UnsupportedTemplate('it calls isinstance with a type that is not known here');
  }
  switch (type.name) {
    case 'str':
      return typeof value === 'string';
    case 'tuple':
    case 'list':
      return isSequence(value) && value.kind === type.name;
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' || typeof value === 'boolean';
    default:
      throw new UnsupportedTemplate(`it calls isinstance with ${type.name}`);
  }
}
