import type { Column, Schema, Table } from './schema';

/** One difference between two schemas. */
export interface SchemaDifference {
  readonly kind: 'added' | 'removed' | 'changed';
  /** What differs: a table, column, constraint or index. */
  readonly what: 'table' | 'column' | 'primary key' | 'unique constraint' | 'foreign key' | 'check' | 'index';
  readonly schema: string | null;
  readonly table: string;
  /** The name of the column, constraint or index; null for the table itself and for what has none. */
  readonly name: string | null;
  /** What it was and what it is, as a person reads it. */
  readonly before: string | null;
  readonly after: string | null;
  /** False where something that could not be read touched the table. */
  readonly certain: boolean;
}

/** What differs between two schemas, table by table. */
export function schemaDiff(before: Schema, after: Schema): readonly SchemaDifference[] {
  const keys = [...new Set([...before.tables.keys(), ...after.tables.keys()])].sort();
  return keys.flatMap((key) => tableDiff(before.tables.get(key), after.tables.get(key)));
}

function tableDiff(before: Table | undefined, after: Table | undefined): readonly SchemaDifference[] {
  if (before === after) return [];
  const table = after ?? before;
  if (!table) return [];
  const certain = before?.doubt === undefined && after?.doubt === undefined;
  const place = { schema: table.schema, table: table.name, certain };
  if (!before || !after) {
    const kind = before ? 'removed' : 'added';
    return [{ ...place, kind, what: 'table', name: null, before: null, after: null }];
  }
  const compare = (
    what: SchemaDifference['what'],
    old: readonly Item[],
    now: readonly Item[],
  ): readonly SchemaDifference[] => compareItems(old, now).map((each) => ({ ...place, what, ...each }));
  return [
    ...compare('column', before.columns.map(columnItem), after.columns.map(columnItem)),
    ...compare('primary key', keyItem(before), keyItem(after)),
    ...compare(
      'unique constraint',
      before.uniqueConstraints.map(({ name, columns }) => item(name, columns.join(', '))),
      after.uniqueConstraints.map(({ name, columns }) => item(name, columns.join(', '))),
    ),
    ...compare('foreign key', before.foreignKeys.map(foreignItem), after.foreignKeys.map(foreignItem)),
    ...compare(
      'check',
      before.checks.map(({ name, text }) => item(name, text)),
      after.checks.map(({ name, text }) => item(name, text)),
    ),
    ...compare('index', before.indexes.map(indexItem), after.indexes.map(indexItem)),
  ];
}

interface Item {
  readonly name: string | null;
  readonly text: string;
}

function item(name: string | null, text: string): Item {
  return { name, text };
}

/** A column as one line: its type, whether it may be null, its default. */
export function describeColumn({ type, nullable, default: value, generated }: Column): string {
  const parts = [type.text];
  if (!nullable) parts.push('not null');
  if (value !== null) parts.push(`default ${value}`);
  if (generated) parts.push(generated.kind);
  return parts.join(' ');
}

function columnItem(column: Column): Item {
  return item(column.name, describeColumn(column));
}

function keyItem({ primaryKey }: Table): readonly Item[] {
  return primaryKey ? [item(primaryKey.name, primaryKey.columns.join(', '))] : [];
}

function foreignItem(key: Table['foreignKeys'][number]): Item {
  const target = `${key.referredSchema === null ? '' : `${key.referredSchema}.`}${key.referredTable}`;
  return item(key.name, `${key.columns.join(', ')} → ${target}(${key.referredColumns.join(', ')})`);
}

function indexItem(index: Table['indexes'][number]): Item {
  return item(index.name, `${index.unique ? 'unique ' : ''}(${index.expressions.join(', ')})`);
}

function compareItems(
  old: readonly Item[],
  now: readonly Item[],
): readonly Pick<SchemaDifference, 'kind' | 'name' | 'before' | 'after'>[] {
  const same = (a: Item, b: Item): boolean => a.name === b.name && a.text === b.text;
  const left = [...old];
  const added: Item[] = [];
  for (const each of now) {
    const at = left.findIndex((other) => same(other, each));
    if (at >= 0) left.splice(at, 1);
    else added.push(each);
  }
  const differences: Pick<SchemaDifference, 'kind' | 'name' | 'before' | 'after'>[] = [];
  for (const each of left) {
    const at = each.name === null ? -1 : added.findIndex(({ name }) => name === each.name);
    const [changed] = at >= 0 ? added.splice(at, 1) : [];
    differences.push({
      kind: changed ? 'changed' : 'removed',
      name: each.name,
      before: each.text,
      after: changed?.text ?? null,
    });
  }
  for (const each of added)
    differences.push({ kind: 'added', name: each.name, before: null, after: each.text });
  return differences;
}
