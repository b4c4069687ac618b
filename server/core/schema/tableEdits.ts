import type { ColumnType } from '../operations/columnType';
import type { ServerDefault } from '../operations/serverDefault';
import { quotedSql } from '../operations/serverDefault';
import type { ColumnDefinition, TableItem } from '../operations/tableItems';
import type { IndexDefinition } from '../operations/indexDefinition';
import type { ForeignKeyDefinition } from '../operations/foreignKeyDefinition';
import { isMysql } from './dialect';
import { columnsNamedIn, defaultIndexName, givenName, shortenedName } from './objectNames';
import type { Check, Column, ForeignKey, Generated, Table, TableIndex } from './schema';
import { tableKey } from './schema';
import { requireReferred } from './referredTables';
import type { SchemaBuilder } from './schemaBuilder';
import { OperationFails } from './schemaBuilder';
import { mostParts, partsOf, withDoubt, withKeyColumnsRequired } from './tableChanges';
import { ownNames } from './tableNames';

/** A table without anything in it. */
export function newTable(schema: string | null, name: string): Table {
  return {
    schema,
    name,
    columns: [],
    primaryKey: null,
    uniqueConstraints: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    comment: null,
    doubt: undefined,
  };
}

/** A table with everything that `create_table` is given. */
export function tableOfItems(
  builder: SchemaBuilder,
  place: { readonly schema: string | null; readonly name: string; readonly writtenSchema: string | null },
  items: readonly TableItem[],
): Table {
  let table = newTable(place.schema, place.name);
  const keyColumns: string[] = [];
  const columns: ColumnDefinition[] = [];
  for (const item of items) {
    if (item.kind === 'unknown') table = withDoubt(table, item.reason);
    if (item.kind !== 'column') continue;
    columns.push(item.column);
    if (item.column.isPrimaryKey) keyColumns.push(item.column.name);
    table = withNewColumn(builder, table, item.column, place.writtenSchema);
  }
  const primary = items.findLast((item) => item.kind === 'primary');
  if (primary?.kind === 'primary' && primary.columns.length > 0)
    table = withPrimaryKey(builder, table, primary.name, primary.columns);
  else if (primary?.kind === 'primary' && keyColumns.length > 0)
    table = withPrimaryKey(builder, table, primary.name, keyColumns);
  else if (keyColumns.length > 0) table = withPrimaryKey(builder, table, null, keyColumns);
  table = asSerial(builder, table, columns);
  for (const item of withoutRepeats(builder, items, table)) {
    if (item.kind === 'unique')
      table = withUnique(builder, withoutUnnamed(builder, table, item), item.name, item.columns);
    else if (item.kind === 'foreign') table = withForeignKey(builder, table, item.key);
    else if (item.kind === 'check') table = withCheck(builder, table, item.name, item.text);
    else if (item.kind === 'index') table = withIndex(builder, table, item.index, place.writtenSchema);
  }
  return table;
}

/**
 * PostgreSQL makes one index of several unique constraints over the same columns, by the first name among
 * them, and none beside a primary key over them; of SQLite's only the first is seen.
 */
function withoutRepeats(
  builder: SchemaBuilder,
  items: readonly TableItem[],
  table: Table,
): readonly TableItem[] {
  if (builder.dialect !== 'postgresql' && builder.dialect !== 'sqlite') return items;
  const isPostgresql = builder.dialect === 'postgresql';
  const own = isPostgresql && table.primaryKey ? [table.primaryKey] : [];
  const seen = new Set(own.map(({ columns }) => columns.join()));
  return items.flatMap((item) => {
    if (item.kind !== 'unique') return [item];
    const key = item.columns.join();
    if (seen.has(key)) return [];
    seen.add(key);
    const named = items.find(
      (each) => each.kind === 'unique' && each.name !== null && each.columns.join() === key,
    );
    return [isPostgresql ? (named ?? item) : item];
  });
}

/** What `unique=True` of a column makes comes behind a constraint of the table over the same column. */
function withoutUnnamed(
  { dialect }: SchemaBuilder,
  table: Table,
  { columns }: { readonly columns: readonly string[] },
): Table {
  if (dialect !== 'postgresql' && dialect !== 'sqlite') return table;
  const isOther = (each: Table['uniqueConstraints'][number]): boolean =>
    each.columns.join() !== columns.join();
  return { ...table, uniqueConstraints: table.uniqueConstraints.filter(isOther) };
}

/** Integers that are all of a primary key count up on their own. */
function asSerial(builder: SchemaBuilder, table: Table, columns: readonly ColumnDefinition[]): Table {
  const [key, second] = table.primaryKey?.columns ?? [];
  if (key === undefined || second !== undefined || builder.dialect === 'sqlite') return table;
  const definition = columns.find(({ name }) => name === key);
  if (!definition || definition.autoincrement === false || definition.foreignKeys.length > 0) return table;
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.name === key &&
      column.default === null &&
      column.generated === null &&
      /^(?:Integer|BigInteger|SmallInteger)$/.test(column.type.text)
        ? { ...column, generated: { kind: 'serial' } }
        : column,
    ),
  };
}

/** The table with a column added: in `create_table`, or to a table that is there already. */
export function withNewColumn(
  builder: SchemaBuilder,
  table: Table,
  definition: ColumnDefinition,
  writtenSchema: string | null,
): Table {
  const { name } = definition;
  if (table.columns.some((column) => column.name === name))
    throw new OperationFails(`There is a column ${name} in ${table.name} already`);
  let changed: Table = { ...table, columns: [...table.columns, columnOf(builder, definition)] };
  if (definition.doubt !== undefined) changed = withDoubt(changed, `The column ${name}: ${definition.doubt}`);
  for (const check of definition.checks) changed = withCheck(builder, changed, check.name, check.text);
  if (definition.typeCheck) {
    const { labels, name: checkName } = definition.typeCheck;
    const values = labels?.map(quotedSql) ?? ['0', '1'];
    changed = withCheck(builder, changed, checkName ?? null, `${name} IN (${values.join(', ')})`);
  }
  for (const key of definition.foreignKeys) changed = withForeignKey(builder, changed, key);
  if (definition.unique && !definition.index) changed = withUnique(builder, changed, null, [name]);
  if (definition.index)
    changed = withIndex(
      builder,
      changed,
      { name: null, columns: [name], expressions: [name], unique: definition.unique, options: new Map() },
      writtenSchema,
    );
  return changed;
}

const unknownType: ColumnType = { text: 'NullType' };

function columnOf(builder: SchemaBuilder, definition: ColumnDefinition): Column {
  const { name, nullable, isPrimaryKey, comment } = definition;
  const type = useType(builder, definition.type ?? unknownType);
  return {
    name,
    type,
    nullable: nullable ?? !isPrimaryKey,
    default: defaultText(definition.default),
    generated: generatedBy(definition.default),
    comment: builder.dialect === 'sqlite' ? null : comment,
  };
}

export function defaultText(value: ServerDefault): string | null {
  return value.kind === 'sql' ? value.text : null;
}

export function generatedBy(value: ServerDefault): Generated | null {
  return value.kind === 'identity' || value.kind === 'computed'
    ? { kind: value.kind, value: value.value }
    : null;
}

/** A type as a column has it: an enumeration type that is there already keeps its values, another is made. */
export function useType(builder: SchemaBuilder, type: ColumnType, makesType = true): ColumnType {
  const { enumeration, item } = type;
  if (builder.dialect !== 'postgresql') return type;
  if (item) {
    const used = useType(builder, item, makesType);
    return used === item ? type : { ...type, text: `ARRAY(${used.text})`, item: used };
  }
  if (!enumeration?.isNative || enumeration.name === undefined) return type;
  const known = builder.enumeration(enumeration.name, enumeration.schema);
  if (!known) {
    if (makesType) builder.putEnumeration(enumeration.name, enumeration.schema, enumeration.labels);
    return type;
  }
  if (known.labels === undefined || sameList(known.labels, enumeration.labels)) return type;
  const labels = known.labels.map((label) => pythonLabel(label)).join(', ');
  return {
    text: `Enum(${labels}, name=${pythonLabel(enumeration.name)})`,
    enumeration: { ...enumeration, labels: known.labels },
  };
}

function pythonLabel(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function sameList(a: readonly string[], b: readonly string[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((each, index) => each === b[index]);
}

/** Whether a name of a constraint or index is taken by another table, or by an index of this one. */
function takenBy(builder: SchemaBuilder, table: Table): (name: string) => boolean {
  if (builder.dialect !== 'postgresql') return () => false;
  const indexes = new Set(table.indexes.map(({ name }) => name));
  const stored = builder.at(tableKey(table.schema, table.name));
  const own = countsOf(stored ? ownNames(stored) : []);
  return (name) => indexes.has(name) || builder.timesTaken(table.schema, name) > (own.get(name) ?? 0);
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function nameFor(
  builder: SchemaBuilder,
  table: Table,
  name: string | null,
  kind: 'primary' | 'unique' | 'foreign' | 'check',
  columns: readonly string[],
): string | null {
  // One of too many is not kept, and the name that it would get takes long to find.
  if (name !== null || partsOf(table) >= mostParts) return null;
  return givenName(builder.dialect, table, { kind, columns }, takenBy(builder, table));
}

function shortened(builder: SchemaBuilder, name: string | null): string | null {
  return name === null ? null : shortenedName(builder.dialect, name);
}

/** Fails an operation on columns that the table is known not to have. */
export function requireColumns(table: Table, columns: readonly (string | null)[]): void {
  if (table.doubt !== undefined) return;
  for (const column of columns)
    if (column !== null && !table.columns.some(({ name }) => name.toLowerCase() === column.toLowerCase()))
      throw new OperationFails(`There is no column ${column} in ${table.name}`);
}

export function withPrimaryKey(
  builder: SchemaBuilder,
  table: Table,
  given: string | null,
  columns: readonly string[],
): Table {
  requireColumns(table, columns);
  const name = shortened(builder, given);
  const databaseName = nameFor(builder, { ...table, primaryKey: null }, name, 'primary', columns);
  failIfRelation(builder, table, name);
  return withKeyColumnsRequired({ ...table, primaryKey: { name, databaseName, columns } });
}

export function withUnique(
  builder: SchemaBuilder,
  table: Table,
  given: string | null,
  columns: readonly string[],
): Table {
  requireColumns(table, columns);
  const name = shortened(builder, given);
  const databaseName = nameFor(builder, table, name, 'unique', columns);
  failIfTaken(builder, table, name);
  failIfRelation(builder, table, name);
  const constraint = { name, databaseName, columns };
  const uniqueConstraints = [...table.uniqueConstraints, constraint];
  return withoutServedIndexes({ ...table, uniqueConstraints }, columns);
}

export function withForeignKey(builder: SchemaBuilder, table: Table, key: ForeignKeyDefinition): Table {
  requireColumns(table, key.columns);
  requireReferred(builder, key);
  const name = shortened(builder, key.name);
  const databaseName = nameFor(builder, table, name, 'foreign', key.columns);
  failIfTaken(builder, table, name);
  const added: ForeignKey = {
    ...key,
    name,
    referredSchema: builder.schemaName(key.referredSchema),
    databaseName,
  };
  const changed = { ...table, foreignKeys: [...table.foreignKeys, added] };
  return isMysql(builder.dialect) ? withIndexForKey(changed, added) : changed;
}

/** MySQL keeps an index for every foreign key. */
function withIndexForKey(table: Table, key: ForeignKey): Table {
  const covers = (columns: readonly (string | null)[]): boolean =>
    key.columns.every((column, index) => columns[index] === column);
  const lists = [
    ...table.indexes.map(({ columns }) => columns),
    ...table.uniqueConstraints.map(({ columns }) => columns),
    ...(table.primaryKey ? [table.primaryKey.columns] : []),
  ];
  if (lists.some(covers)) return table;
  const index: TableIndex = {
    name: key.name ?? key.columns[0] ?? null,
    columns: key.columns,
    expressions: key.columns,
    unique: false,
    options: new Map(),
    where: null,
    isForKey: true,
  };
  return { ...table, indexes: [...table.indexes, index] };
}

/** The table without the indexes that MySQL made for foreign keys which one over these columns serves. */
function withoutServedIndexes(table: Table, columns: readonly (string | null)[]): Table {
  const isServed = (index: TableIndex): boolean =>
    index.isForKey === true && index.columns.every((column, at) => column === columns[at]);
  return table.indexes.some(isServed)
    ? { ...table, indexes: table.indexes.filter((index) => !isServed(index)) }
    : table;
}

export function withCheck(builder: SchemaBuilder, table: Table, given: string | null, text: string): Table {
  const name = shortened(builder, given);
  failIfTaken(builder, table, name);
  const databaseName = nameFor(builder, table, name, 'check', columnsNamedIn(text, table));
  const check: Check = { name, databaseName, text };
  return { ...table, checks: [...table.checks, check] };
}

/** Fails the operation where a constraint of the table has the name already, as the database would. */
function failIfTaken(builder: SchemaBuilder, table: Table, name: string | null): void {
  // SQLite does not look at the names of constraints.
  if (name === null || table.doubt !== undefined || builder.dialect === 'sqlite') return;
  const all = [...table.uniqueConstraints, ...table.foreignKeys, ...table.checks];
  if (all.some((each) => (each.name ?? each.databaseName) === name))
    throw new OperationFails(`There is a constraint ${name} on ${table.name} already`);
}

/**
 * Fails what would make a second relation of a name: PostgreSQL keeps tables and indexes, keys' too, in one
 * list.
 */
function failIfRelation(
  builder: SchemaBuilder,
  { schema, doubt }: Pick<Table, 'schema' | 'doubt'>,
  name: string | null,
): void {
  if (builder.dialect !== 'postgresql' || !builder.isStrict || name === null || doubt !== undefined) return;
  for (const other of builder.tables) {
    if (other.schema !== schema || other.doubt !== undefined) continue;
    const keys = [...(other.primaryKey ? [other.primaryKey] : []), ...other.uniqueConstraints];
    const names = [other.name, ...other.indexes.map((index) => index.name)];
    names.push(...keys.flatMap((key) => key.name ?? key.databaseName ?? []));
    if (names.includes(name)) throw new OperationFails(`There is a relation ${name} already`);
  }
}

/** The table with an index; `writtenSchema` goes into the name of one without. */
export function withIndex(
  builder: SchemaBuilder,
  table: Table,
  definition: IndexDefinition,
  writtenSchema: string | null,
): Table {
  requireColumns(table, definition.columns);
  const name = shortenedName(
    builder.dialect,
    definition.name ?? defaultIndexName(writtenSchema, table.name, definition.columns[0]),
  );
  // Of several without a name a naming convention of the project tells one from another.
  const isNamed = definition.name !== null;
  const owner = isNamed && table.doubt === undefined ? ownerOfIndex(builder, table, name) : undefined;
  if (owner) throw new OperationFails(`There is an index ${name} on ${owner.name} already`);
  failIfRelation(builder, table, isNamed ? name : null);
  const options = new Map([...definition.options].filter(([key]) => key !== 'unique'));
  const served = withoutServedIndexes(table, definition.columns);
  const index: TableIndex = {
    name,
    columns: definition.columns,
    expressions: definition.expressions,
    unique: definition.unique,
    options,
    where: null,
  };
  return { ...served, indexes: [...served.indexes, index] };
}

/** The table that has an index of this name, where the new one could not have it too. */
function ownerOfIndex(builder: SchemaBuilder, table: Table, name: string): Table | undefined {
  const holds = (each: Table): boolean => each.indexes.some((index) => index.name === name);
  if (holds(table)) return table;
  if (isMysql(builder.dialect)) return undefined;
  for (const other of builder.tables)
    if (
      other.schema === table.schema &&
      other.name !== table.name &&
      other.doubt === undefined &&
      holds(other)
    )
      return other;
  return undefined;
}
