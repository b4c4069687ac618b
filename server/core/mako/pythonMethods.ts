import { dateText, dayText, formatDate } from './pythonDate';
import { describe, isSequence, isTrue, itemsOf, toRepr, toText } from './pythonValue';
import type { PythonCallable, PythonValue, ValueBudget } from './pythonValue';
import { TemplateRefusal } from './templateRefusal';

type Arguments = readonly PythonValue[];

/** The attribute of a value, as `value.name` gives it. Throws TemplateRefusal for what is not known here. */
export function attributeOf(value: PythonValue, name: string): PythonValue {
  const found = findAttribute(value, name);
  if (found === undefined) throw new TemplateRefusal(`it uses .${name} of ${describe(value)}`);
  return found;
}

/** Whether `hasattr(value, name)` holds. */
export function hasAttribute(value: PythonValue, name: string): boolean {
  if (findAttribute(value, name) !== undefined) return true;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return name.startsWith('__');
  if (typeof value === 'string' && !name.startsWith('_') && !allStringMethods.has(name)) return false;
  throw new TemplateRefusal(`it asks whether ${describe(value)} has ${name}`);
}

export function callable(name: string, call: PythonCallable['call']): PythonCallable {
  return { kind: 'callable', name, call };
}

/** The text of an argument that has to be a string. */
export function textOf(value: PythonValue | undefined, user: string): string {
  if (typeof value === 'string') return value;
  throw new TemplateRefusal(`it gives ${user} something other than text`);
}

function findAttribute(value: PythonValue, name: string): PythonValue | undefined {
  if (typeof value === 'string') {
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
  if (named.size > 0) throw new TemplateRefusal(`it calls ${name} with named arguments`);
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
      if (typeof width !== 'number' || /^[+-]/.test(text)) throw new TemplateRefusal('it calls zfill');
      budget.takeSize(Math.max(0, width));
      return text.padStart(width, '0');
    },
  ],
]);

function replace(text: string, [from, to, count]: Arguments, budget: ValueBudget): PythonValue {
  if (count !== undefined) throw new TemplateRefusal('it calls replace with a count');
  const parts = text.split(textOf(from, 'replace'));
  const written = textOf(to, 'replace');
  const isBetweenAll = from === '';
  // Between all characters also means at both ends.
  const joints = isBetweenAll ? text.length + 1 : parts.length - 1;
  budget.takeSize(text.length + joints * written.length);
  return isBetweenAll ? text.replaceAll('', () => written) : parts.join(written);
}

function split(text: string, [separator, limit]: Arguments): PythonValue {
  if (limit !== undefined) throw new TemplateRefusal('it calls split with a limit');
  if (separator === undefined || separator === null) {
    return { kind: 'list', items: text.split(/\s+/).filter((item) => item !== '') };
  }
  return { kind: 'list', items: text.split(textOf(separator, 'split')) };
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
          throw new TemplateRefusal('it calls isoformat with a timespec');
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
    throw new TemplateRefusal('it calls len');
  }),
  callable('list', ([value]) => ({ kind: 'list', items: value === undefined ? [] : itemsOf(value) })),
  callable('tuple', ([value]) => ({
    kind: 'tuple',
    items: value === undefined ? [] : itemsOf(value),
  })),
  callable('chr', ([code]) => {
    if (typeof code !== 'number' || !Number.isInteger(code) || code < 0 || code > 0x10ffff) {
      throw new TemplateRefusal('it calls chr');
    }
    return String.fromCodePoint(code);
  }),
  callable('int', ([value]) => {
    if (typeof value === 'number') return Math.trunc(value);
    if (typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value)) return Number(value);
    throw new TemplateRefusal('it calls int');
  }),
  callable('enumerate', ([value, start]) => ({
    kind: 'iterator',
    items: itemsOf(value ?? null).map((item, index) => ({
      kind: 'tuple',
      items: [index + (typeof start === 'number' ? start : 0), item],
    })),
  })),
  callable('hasattr', ([value, name]) => hasAttribute(value ?? null, textOf(name, 'hasattr'))),
  callable('isinstance', ([value, type]) => {
    const types = type !== undefined && isSequence(type) ? type.items : [type ?? null];
    return types.some((candidate) => isInstance(value ?? null, candidate));
  }),
]);

function byName(functions: readonly PythonCallable[]): ReadonlyMap<string, PythonCallable> {
  return new Map(functions.map((each) => [each.name, each]));
}

function isInstance(value: PythonValue, type: PythonValue): boolean {
  if (typeof type !== 'object' || type === null || type.kind !== 'callable') {
    throw new TemplateRefusal('it calls isinstance with a type that is not known here');
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
      throw new TemplateRefusal(`it calls isinstance with ${type.name}`);
  }
}
