import type { PythonNode } from '../syntax/boundedParse';
import type { TextRange } from '../../text/textRange';
import { dynamicValue } from './staticValue';
import type { KnownObject } from './knownObject';
import type { StaticValue } from '../revisionFile';

/** What a module-level name stands for after the statements executed so far. */
export interface Binding {
  readonly value: StaticValue;
  readonly nameRange: TextRange;
  readonly statementRange: TextRange;
  readonly valueRange: TextRange;
  /** What it stands for, where that is known but no value of a header. */
  readonly object?: KnownObject;
  /** The `def` or `class` that made it, without its decorators. */
  readonly definition?: PythonNode;
}

/** Module-level names and what they stand for. */
export type Bindings = Map<string, Binding>;

/** The bindings after one of several ways of execution: what they don't agree on is dynamic. */
export function joinBindings(text: string, ways: readonly Bindings[]): Bindings {
  const [first, ...others] = ways;
  if (!first) return new Map();
  if (others.every((way) => hasSame(first, way))) return new Map(first);
  const joined: Bindings = new Map();
  const names = new Set(ways.flatMap((way) => [...way.keys()]));
  for (const name of names) {
    const candidates = ways.map((way) => way.get(name));
    const present = candidates.filter((candidate) => candidate !== undefined);
    const last = present.reduce<Binding | undefined>(
      (latest, binding) =>
        latest && latest.statementRange.start > binding.statementRange.start ? latest : binding,
      undefined,
    );
    if (!last) continue;
    const agreed =
      present.length === candidates.length &&
      others.every((way) => sameBinding(first.get(name), way.get(name), text));
    joined.set(name, agreed ? last : madeDynamic(text, last));
  }
  return joined;
}

function hasSame(one: Bindings, other: Bindings): boolean {
  if (one.size !== other.size) return false;
  for (const [name, binding] of one) if (other.get(name) !== binding) return false;
  return true;
}

/** The binding with its value no longer known. */
export function madeDynamic(text: string, binding: Binding): Binding {
  const { start, end } = binding.valueRange;
  const { definition, nameRange, statementRange, valueRange } = binding;
  return {
    nameRange,
    statementRange,
    valueRange,
    value: dynamicValue(text, { from: start, to: end }),
    ...(definition ? { definition } : {}),
  };
}

function sameBinding(a: Binding | undefined, b: Binding | undefined, text: string): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  if (a.definition || b.definition) return false;
  return sameValue(a.value, b.value, text);
}

function sameValue(a: StaticValue, b: StaticValue, text: string): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'dynamic':
      return false;
    case 'none':
      return b.kind === 'none';
    case 'string':
    case 'bytes':
    case 'boolean':
    case 'number':
      return b.kind === a.kind && a.value === b.value;
    case 'sequence':
      return (
        b.kind === 'sequence' &&
        a.form === b.form &&
        a.items.length === b.items.length &&
        a.items.every((item, index) => {
          const other = b.items[index];
          return other !== undefined && sameValue(item, other, text);
        })
      );
  }
}

/** Whether the value is, or holds, an object that others could change through the name. */
export function holdsMutable(value: StaticValue): boolean {
  return (
    value.kind === 'sequence' &&
    (value.form === 'list' || value.form === 'set' || value.items.some(holdsMutable))
  );
}

/** Whether the two values are, or share, one and the same changeable object. */
export function sharesMutable(a: StaticValue, b: StaticValue): boolean {
  if (a === b) return holdsMutable(a);
  const within = (outer: StaticValue, inner: StaticValue): boolean =>
    outer.kind === 'sequence' && outer.items.some((item) => item === inner || within(item, inner));
  return (holdsMutable(b) && within(a, b)) || (holdsMutable(a) && within(b, a));
}
