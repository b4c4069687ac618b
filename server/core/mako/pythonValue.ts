import { BrokenTemplate, UnsupportedTemplate } from './unsupportedTemplate';
import type { CreateDate } from '../text/createDate';
import { pythonRepr } from '../text/pythonText';
import { dateText, dayText } from './pythonDate';

/** A Python value as far as templates hold one. `null` is None; `UndefinedName` is Mako's UNDEFINED. */
export type PythonValue =
  | null
  | string
  | boolean
  | number
  | UndefinedName
  | { readonly kind: 'tuple' | 'list'; readonly items: readonly PythonValue[] }
  | { readonly kind: 'iterator'; readonly items: readonly PythonValue[] }
  | { readonly kind: 'datetime' | 'date'; readonly date: CreateDate }
  | PythonObject
  | PythonCallable;

export interface UndefinedName {
  readonly kind: 'undefined';
  readonly name: string;
}

/** Something with attributes, such as a module or Alembic's `config`. */
export interface PythonObject {
  readonly kind: 'object';
  readonly name: string;
  attribute(name: string): PythonValue | undefined;
}

export interface PythonCallable {
  readonly kind: 'callable';
  readonly name: string;
  /** What it makes is as large as what it was given, or else taken from the budget before. */
  call(
    args: readonly PythonValue[],
    named: ReadonlyMap<string, PythonValue>,
    budget: ValueBudget,
  ): PythonValue;
}

/** What is left for making values; each method throws UnsupportedTemplate where it is not enough. */
export interface ValueBudget {
  takeStep(): void;
  /** Asked before anything of that size is made. */
  takeSize(size: number): void;
  /** Takes the size of a value with all that is in it. */
  takeValue(value: PythonValue): void;
}

/** What a name stands for that neither the template nor Alembic defines: falsy, and an error when written. */
export function undefinedName(name: string): UndefinedName {
  return { kind: 'undefined', name };
}

export function isTrue(value: PythonValue): boolean {
  if (value === null) return false;
  if (typeof value === 'object') {
    if (value.kind === 'undefined') return false;
    return value.kind === 'tuple' || value.kind === 'list' ? value.items.length > 0 : true;
  }
  return Boolean(value);
}

/** Python's `str(value)`. */
export function toText(value: PythonValue): string {
  if (typeof value === 'string') return value;
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'datetime') return dateText(value.date);
    if (value.kind === 'date') return dayText(value.date);
  }
  return toRepr(value);
}

/** Python's `repr(value)`. */
export function toRepr(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return pythonRepr(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (value.kind === 'undefined') throw new BrokenTemplate(`it writes ${describe(value)}`);
  if (value.kind === 'tuple' || value.kind === 'list') {
    const items = value.items.map(toRepr);
    if (value.kind === 'list') return `[${items.join(', ')}]`;
    return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
  }
  throw new UnsupportedTemplate(`it writes ${describe(value)} as code`);
}

/** Python's `a == b`, for values that templates compare. */
export function isEqual(first: PythonValue, second: PythonValue): boolean {
  if (isSequence(first) && isSequence(second)) {
    return (
      first.kind === second.kind &&
      first.items.length === second.items.length &&
      first.items.every((item, index) => isEqual(item, second.items[index] ?? null))
    );
  }
  if (isUndefined(first) && isUndefined(second)) return true;
  if (typeof first === 'boolean' && typeof second === 'number') return Number(first) === second;
  if (typeof first === 'number' && typeof second === 'boolean') return first === Number(second);
  return first === second;
}

function isUndefined(value: PythonValue): boolean {
  return typeof value === 'object' && value?.kind === 'undefined';
}

export function isSequence(
  value: PythonValue,
): value is { readonly kind: 'tuple' | 'list'; readonly items: readonly PythonValue[] } {
  return typeof value === 'object' && value !== null && (value.kind === 'tuple' || value.kind === 'list');
}

/** The items that a `for` would go through. */
export function itemsOf(value: PythonValue): readonly PythonValue[] {
  if (typeof value === 'string') return [...value];
  if (isSequence(value)) return value.items;
  if (typeof value === 'object' && value?.kind === 'iterator') return value.items;
  if (isUndefined(value)) throw new BrokenTemplate(`it goes through ${describe(value)}`);
  throw new UnsupportedTemplate(`it goes through ${describe(value)}`);
}

export function describe(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'object') {
    if (value.kind === 'undefined') return `the name ${value.name}, which nothing defines`;
    return value.kind === 'object' || value.kind === 'callable' ? value.name : `a ${value.kind}`;
  }
  return `a ${typeof value}`;
}
