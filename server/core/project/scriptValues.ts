import { pythonRepr } from '../text/pythonText';
import type { AlembicError } from '../revision/errors/alembicError';
import type { StaticValue } from '../python/revisionFile';
import { typeOfScalar } from './fileFailure';

/** The names that a header value stands for, as Alembic's `to_tuple` takes it; those that are known. */
export function namesOf(value: StaticValue | undefined): readonly string[] {
  if (!value) return [];
  switch (value.kind) {
    case 'none':
    case 'dynamic':
      return [];
    case 'string':
      return [value.value];
    case 'sequence':
      if (value.items.length === 1 && value.items[0]?.kind === 'none') return [];
      return value.items.filter((item) => item.kind !== 'dynamic').map(nameOf);
    case 'bytes':
      return [...value.value].map((byte) => String(byte.charCodeAt(0)));
    case 'number':
    case 'boolean':
      return [nameOf(value)];
  }
}

/**
 * The revisions that `down_revision` or `depends_on` names: of a list of one list the one inside, as
 * Alembic's `tuple_rev_as_scalar` takes it.
 */
export function revisionsNamedBy(value: StaticValue | undefined): readonly string[] {
  return namesOf(value && withoutOuterList(value));
}

/** The inner list of a list that holds nothing else, as a comma too many makes it: `("a", "b"),`. */
export function withoutOuterList(value: StaticValue): StaticValue {
  if (value.kind !== 'sequence' || value.items.length !== 1) return value;
  const [inside] = value.items;
  if (inside?.kind !== 'sequence' || inside.items.length === 0) return value;
  // Python takes no list into a set.
  return value.form === 'set' && inside.form !== 'tuple' ? value : inside;
}

/** What Python's `str()` makes of one item. */
function nameOf(value: StaticValue): string {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'none':
      return 'None';
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'number':
      return String(value.value);
    case 'bytes':
      return `b${pythonRepr(value.value)}`;
    case 'sequence':
      return `(${value.items.map(nameOf).join(', ')})`;
    case 'dynamic':
      return value.source;
  }
}

/**
 * The error that Alembic runs into, once it links revisions, over a `down_revision` that holds something
 * other than strings.
 */
export function failureOfParents(written: StaticValue | undefined, path: string): AlembicError | undefined {
  const value = written && withoutOuterList(written);
  if (!value || value.kind === 'none' || value.kind === 'string' || value.kind === 'dynamic')
    return undefined;
  const fail = (type: string, message: string): AlembicError => ({ type, message, files: [path] });
  const notText = (index: number, type: string): AlembicError =>
    fail('TypeError', `sequence item ${index}: expected str instance, ${type} found`);
  if (value.kind === 'bytes') return value.value === '' ? undefined : notText(0, 'int');
  const items = value.kind === 'sequence' ? value.items : [value];
  if (items.length === 1 && items[0]?.kind === 'none') return undefined;
  const index = items.findIndex((item) => item.kind !== 'string' && item.kind !== 'dynamic');
  const item = items[index];
  if (!item) return undefined;
  const isFalse = (item.kind === 'number' && item.value === 0) || (item.kind === 'boolean' && !item.value);
  if (items.length === 1 && isFalse) return fail('KeyError', nameOf(item));
  return notText(index, typeOfScalar(item) ?? (item.kind === 'bytes' ? 'bytes' : 'tuple'));
}
