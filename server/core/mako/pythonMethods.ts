import { formatWithBraces } from './braceFormat';
import { dateText, dayText, formatDate } from './pythonDate';
import { describe, isSequence, isTrue, itemsOf, toRepr, toText } from './pythonValue';
import type { PythonCallable, PythonValue, ValueBudget } from './pythonValue';
import { compareCodePoints } from '../text/pythonText';
import { callTextMethod, isFollowedMethod } from '../text/textMethods';
import type { TextArgument } from '../text/textMethods';
import { BrokenTemplate, UnsupportedTemplate } from './unsupportedTemplate';

type Arguments = readonly PythonValue[];

/**
 * The attribute of a value, as `value.name` gives it. Throws UnsupportedTemplate for what is not known here.
 */
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
    if (!isFollowedMethod(name)) return undefined;
    return callable(name, (args, named, budget) =>
      positionalOnly(name, named, () => callOnText(value, name, args, budget)),
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

/**
 * Calls a method of a text. Throws UnsupportedTemplate for arguments that are not followed, BrokenTemplate
 * where Python fails.
 */
function callOnText(text: string, name: string, args: Arguments, budget: ValueBudget): PythonValue {
  const plain = args.map((value) =>
    name === 'join' || isSequence(value) ? textsOf(value, name) : argumentOf(value, name),
  );
  const result = callTextMethod(name, text, plain, (size) => {
    budget.takeSize(size);
    return true;
  });
  switch (result?.kind) {
    case undefined:
      throw new UnsupportedTemplate(`it calls ${name} in a way that is not known here`);
    case 'error':
      throw new BrokenTemplate(`it ${result.reason}`);
    case 'text':
    case 'boolean':
      return result.value;
    case 'list':
    case 'tuple':
      return { kind: result.kind, items: result.items };
  }
}

function textsOf(value: PythonValue, name: string): readonly string[] {
  return itemsOf(value).map((item) => textOf(item, name));
}

function argumentOf(value: PythonValue, name: string): TextArgument {
  return value === null || typeof value === 'number' ? value : textOf(value, name);
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
