import { itemsOf } from './containers';
import type { ConstructValue, Value } from './value';
import { textOf } from './value';

/** A name as text; null for none, undefined where it is not known. */
export function nameOf(value: Value | undefined): string | null | undefined {
  if (!value || value.kind === 'none') return null;
  return textOf(value);
}

/** The names of columns given as texts, columns, or a list of either. */
export function columnNames(value: Value | readonly Value[] | undefined): readonly string[] | undefined {
  if (!value) return undefined;
  const items = isValues(value) ? value : namesWithin(value);
  const names = items?.map(columnName);
  return names?.every((name) => name !== undefined) ? names : undefined;
}

function isValues(value: Value | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

/** The items of a list of names, or the only name; undefined where not all of them are known. */
export function namesWithin(value: Value): readonly Value[] | undefined {
  if (value.kind === 'string') return [value];
  const items = itemsOf(value);
  return items && items.doubt === undefined ? items.items : undefined;
}

/** The name of a column given as text, as a column, or as `table.c.name`. */
export function columnName(value: Value): string | undefined {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'construct' && /\.(?:Column|column)$/.test(value.path))
    return textOf(value.keywords.get('name') ?? value.positional[0]);
  if (value.kind === 'method') return columnOf(value)?.column;
  return undefined;
}

/** `table.c.name`. */
export function columnOf(
  value: Value,
): { readonly table: ConstructValue; readonly column: string } | undefined {
  if (value.kind !== 'method' || value.of.kind !== 'method') return undefined;
  const { of: columns, name } = value;
  const table = columns.kind === 'method' ? columns.of : undefined;
  if (columns.kind !== 'method' || (columns.name !== 'c' && columns.name !== 'columns')) return undefined;
  return table?.kind === 'construct' && table.path.endsWith('.Table') ? { table, column: name } : undefined;
}
