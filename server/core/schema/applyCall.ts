import { columnType } from '../operations/columnType';
import type { CallOperation } from '../operations/operation';
import type { ServerDefault } from '../operations/serverDefault';
import { serverDefault } from '../operations/serverDefault';
import {
  columnDefinition,
  columnNames,
  conditionOf,
  foreignKeyOptions,
  indexOf,
  nameOf,
  tableItem,
} from '../operations/tableItems';
import type { Value } from '../operations/value';
import { doubtOf, textOf, textsOf, truthOf } from '../operations/value';
import { isMysql } from './dialect';
import { shortenedName } from './objectNames';
import { withMysqlDescription } from './mysqlColumns';
import type { Check, Column, ForeignKey, PrimaryKey, Table, UniqueConstraint } from './schema';
import type { SchemaBuilder } from './schemaBuilder';
import { OperationFails } from './schemaBuilder';
import {
  withColumn,
  withDoubt,
  withoutColumn,
  withRenamedColumnIn,
  withRenamedReference,
} from './tableChanges';
import {
  defaultText,
  generatedBy,
  newTable,
  tableOfItems,
  useType,
  withCheck,
  withForeignKey,
  withIndex,
  withNewColumn,
  withPrimaryKey,
  withUnique,
} from './tableEdits';

/** Thrown where what an operation does to a table can't be told. */
export class NotRead extends Error {
  constructor(
    readonly reason: string,
    /** The tables that it may touch; undefined for any. */
    readonly tables: readonly string[] | undefined,
  ) {
    super(reason);
  }
}

/** The table that an operation is about. */
interface TablePlace {
  readonly name: string;
  /** The schema as it is written, and as it is kept. */
  readonly writtenSchema: string | null;
  readonly schema: string | null;
}

/** Applies an operation of Alembic that changes tables outside of a batch, or in one that runs its operations one by one. */
export function applyCall(builder: SchemaBuilder, operation: CallOperation): void {
  const { name } = operation;
  const argument = (parameter: string): Value | undefined => operation.arguments.get(parameter);
  switch (name) {
    case 'create_table':
      createTable(builder, operation);
      return;
    case 'drop_table': {
      const place = placeOf(builder, operation);
      const table = builder.find(place.name, place.schema);
      if (table) builder.remove(table);
      else missing(builder, place, isSet(argument('if_exists')));
      return;
    }
    case 'rename_table': {
      const to = textOf(argument('new_table_name'));
      const from = textOf(argument('old_table_name'));
      const schema = schemaOf(argument('schema'));
      if (to === undefined || from === undefined || schema === undefined)
        throw new NotRead('the name of a table is not known', undefined);
      renameTable(builder, { name: from, writtenSchema: schema, schema: builder.schemaName(schema) }, to);
      return;
    }
    case 'drop_index':
      dropIndex(builder, operation);
      return;
    case 'sync_enum_values':
      syncEnumeration(builder, operation);
      return;
    case 'bulk_insert':
    case 'create_exclude_constraint':
      return;
    default:
      change(builder, operation);
  }
}

function syncEnumeration(builder: SchemaBuilder, operation: CallOperation): void {
  if (builder.dialect !== 'postgresql') return;
  const name = textOf(operation.arguments.get('name'));
  if (name === undefined) throw new NotRead('the name of a type is not known', undefined);
  const schema = schemaOf(operation.arguments.get('schema'));
  const labels = textsOf(operation.arguments.get('labels'));
  const before = builder.enumeration(name, schema);
  if (before) builder.changeEnumeration(before, { ...before, labels });
  else builder.putEnumeration(name, schema, labels);
}

/** Applies an operation to its table: those that change one table and nothing else, renamed columns aside. */
function change(builder: SchemaBuilder, operation: CallOperation): void {
  // SQLite can't change constraints of a table that is there.
  if (builder.isCaught && builder.dialect === 'sqlite' && /constraint|_key$/.test(operation.name))
    throw new OperationFails('SQLite takes no constraints outside of a batch');
  const place = placeOf(builder, operation);
  const found = builder.find(place.name, place.schema);
  const table = found ?? missing(builder, place, false);
  if (!table) return;
  builder.put(changedTable(builder, table, operation, place.writtenSchema));
  const renamed = renamedColumn(operation);
  if (renamed) renameReferences(builder, table, renamed.from, renamed.to);
}

/** The table as an operation leaves it. */
export function changedTable(
  builder: SchemaBuilder,
  table: Table,
  operation: CallOperation,
  writtenSchema: string | null,
): Table {
  const changed = changedByOperation(builder, table, operation, writtenSchema);
  return operation.doubt === undefined ? changed : withDoubt(changed, operation.doubt);
}

function changedByOperation(
  builder: SchemaBuilder,
  table: Table,
  operation: CallOperation,
  writtenSchema: string | null,
): Table {
  const argument = (parameter: string): Value | undefined => operation.arguments.get(parameter);
  const notRead = (reason: string): NotRead => new NotRead(reason, [table.name]);
  const constraintName = nameOf(argument('constraint_name'));
  switch (operation.name) {
    case 'add_column': {
      const definition = columnDefinition(argument('column'), builder.dialect);
      if (!definition) throw notRead(reasonOf(argument('column'), 'the column is not known'));
      const isThere = table.columns.some(({ name }) => name === definition.name);
      if (isThere && isSet(argument('if_not_exists'))) return table;
      const before = table.primaryKey;
      const added = withNewColumn(builder, table, definition, writtenSchema);
      // Only a table that is created gets its key from the columns.
      if (definition.isPrimaryKey && isSet(argument('inline_primary_key')) && before === null)
        return withPrimaryKey(builder, added, null, [definition.name]);
      return definition.isPrimaryKey && builder.dialect !== 'sqlite'
        ? withColumn(added, definition.name, (column) => ({
            ...column,
            nullable: definition.nullable ?? false,
          }))
        : added;
    }
    case 'drop_column': {
      const column = nameOf(argument('column_name')) ?? columnNames(argument('column_name'))?.[0];
      if (column === undefined) throw notRead('the name of the column is not known');
      const known = findColumn(table, column);
      if (!known) {
        if (isSet(argument('if_exists'))) return table;
        return failUnlessDoubtful(table, `There is no column ${column} in ${table.name}`);
      }
      return withoutColumn(table, known.name);
    }
    case 'alter_column':
      return alteredColumn(builder, table, operation);
    case 'create_index': {
      const indexName = nameOf(argument('index_name'));
      const columns = argument('columns');
      const items = columns?.kind === 'list' && columns.doubt === undefined ? columns.items : undefined;
      if (indexName === undefined || !items) throw notRead('an index is not known');
      const unique = argument('unique');
      const options = new Map([...operation.options, ...(unique ? [['unique', unique] as const] : [])]);
      const definition = indexOf(indexName, items, options);
      if (!definition) throw notRead('what an index is over is not known');
      const isThere = indexName !== null && table.indexes.some(({ name }) => name === indexName);
      if (isThere && isSet(argument('if_not_exists'))) return table;
      return withIndex(builder, table, definition, writtenSchema);
    }
    case 'drop_index': {
      const written = textOf(argument('index_name'));
      if (written === undefined) throw notRead('the name of the index is not known');
      const index = shortenedName(builder.dialect, written);
      if (!table.indexes.some(({ name }) => name === index)) {
        if (isSet(argument('if_exists'))) return table;
        return failUnlessDoubtful(table, `There is no index ${index} on ${table.name}`);
      }
      return { ...table, indexes: table.indexes.filter(({ name }) => name !== index) };
    }
    case 'create_primary_key':
    case 'create_unique_constraint': {
      const columns = columnNames(argument('columns'));
      if (!columns || constraintName === undefined) throw notRead('a constraint is not known');
      return operation.name === 'create_primary_key'
        ? withPrimaryKey(builder, table, constraintName, columns)
        : withUnique(builder, table, constraintName, columns);
    }
    case 'create_foreign_key': {
      const referred = textOf(argument('referent_table'));
      const columns = columnNames(argument('local_cols'));
      const referredColumns = columnNames(argument('remote_cols'));
      const referredSchema = schemaOf(argument('referent_schema'));
      if (
        referred === undefined ||
        !columns ||
        !referredColumns ||
        constraintName === undefined ||
        referredSchema === undefined
      )
        throw notRead('a foreign key is not known');
      return withForeignKey(builder, table, {
        name: constraintName,
        columns,
        referredSchema,
        referredTable: referred,
        referredColumns,
        options: foreignKeyOptions(new Map([...operation.arguments, ...operation.options])),
      });
    }
    case 'create_check_constraint': {
      const text = conditionOf(argument('condition'));
      if (constraintName === undefined) throw notRead('the name of a check is not known');
      if (text === undefined) return withDoubt(table, 'the condition of a check is not known');
      return withCheck(builder, table, constraintName, text);
    }
    case 'drop_constraint':
      return withoutConstraint(builder, table, operation);
    case 'create_table_comment':
      return { ...table, comment: nameOf(argument('comment')) ?? null };
    case 'drop_table_comment':
      return { ...table, comment: null };
    default:
      return table;
  }
}

function createTable(builder: SchemaBuilder, operation: CallOperation): void {
  const place = placeOf(builder, operation);
  const existing = builder.find(place.name, place.schema);
  if (existing) {
    if (isSet(operation.arguments.get('if_not_exists'))) return;
    if (existing.doubt === undefined) throw new OperationFails(`There is a table ${place.name} already`);
  }
  const items = operation.rest.map((value) => tableItem(value, builder.dialect));
  const table = tableOfItems(builder, place, items);
  const comment = nameOf(operation.options.get('comment')) ?? null;
  const made = { ...table, comment: builder.dialect === 'sqlite' ? null : comment };
  builder.put(operation.doubt === undefined ? made : withDoubt(made, operation.doubt));
}

/** The names of the table and its schema. */
function placeOf(builder: SchemaBuilder, operation: CallOperation): TablePlace {
  const { batch } = operation.context;
  return tablePlace(builder, batch ? batch.arguments : operation.arguments, operation.options);
}

/** The same by the arguments that name them. */
export function tablePlace(
  builder: SchemaBuilder,
  from: ReadonlyMap<string, Value>,
  options: ReadonlyMap<string, Value>,
): TablePlace {
  const given = from.get('table_name') ?? from.get('source_table');
  const written = schemaOf(from.get('schema') ?? from.get('source_schema') ?? options.get('schema'));
  const name = textOf(given);
  if (name === undefined)
    throw new NotRead(
      `the name of the table is not known${given ? `: ${doubtOf(given) ?? ''}` : ''}`,
      undefined,
    );
  if (written === undefined) throw new NotRead('the schema of the table is not known', [name]);
  return { name, writtenSchema: written, schema: builder.schemaName(written) };
}

function schemaOf(value: Value | undefined): string | null | undefined {
  return nameOf(value);
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && truthOf(value) === true;
}

function reasonOf(value: Value | undefined, otherwise: string): string {
  return (value && doubtOf(value)) ?? otherwise;
}

/**
 * Stands in for a table that is not known: it is one that these revisions did not make, or that an unread place made. Undefined where its absence is
 * allowed for.
 */
function missing(builder: SchemaBuilder, place: TablePlace, isAllowed: boolean): Table | undefined {
  if (isAllowed) return undefined;
  if (builder.doubt === undefined && (builder.isCaught || builder.isStrict))
    throw new OperationFails(`There is no table ${place.name}`);
  return withDoubt(newTable(place.schema, place.name), builder.doubt ?? 'No revision makes this table');
}

export { missing as missingTable };

/** Fails the operation as a database would; a doubtful table may be as the operation needs it. */
function failUnlessDoubtful(table: Table, reason: string): Table {
  if (table.doubt !== undefined) return table;
  throw new OperationFails(reason);
}

export function findColumn(table: Table, name: string): Column | undefined {
  return (
    table.columns.find((column) => column.name === name) ??
    table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
  );
}

/** The renaming that an `alter_column` is, or includes. */
export function renamedColumn(
  operation: CallOperation,
): { readonly from: string; readonly to: string } | undefined {
  if (operation.name !== 'alter_column') return undefined;
  const from = textOf(operation.arguments.get('column_name'));
  const to = textOf(operation.arguments.get('new_column_name'));
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/** Foreign keys of other tables follow a column that is renamed. */
export function renameReferences(
  builder: SchemaBuilder,
  table: Pick<Table, 'schema' | 'name'>,
  from: string,
  to: string,
): void {
  builder.putAll((other) =>
    withRenamedReference(other, table, (key) => ({
      ...key,
      referredColumns: key.referredColumns.map((column) => (column === from ? to : column)),
    })),
  );
}

/** Renames a table; foreign keys of others follow. */
export function renameTable(
  builder: SchemaBuilder,
  place: TablePlace,
  to: string,
  schema = place.schema,
): void {
  const table = builder.find(place.name, place.schema) ?? missing(builder, place, false);
  if (!table) return;
  if (
    builder.find(to, schema)?.doubt === undefined &&
    builder.find(to, schema) &&
    to.toLowerCase() !== place.name.toLowerCase()
  )
    throw new OperationFails(`There is a table ${to} already`);
  builder.remove(table);
  builder.put({ ...table, name: to, schema });
  builder.putAll((other) =>
    withRenamedReference(other, table, (key) => ({ ...key, referredTable: to, referredSchema: schema })),
  );
}

function dropIndex(builder: SchemaBuilder, operation: CallOperation): void {
  if (operation.arguments.has('table_name') && operation.arguments.get('table_name')?.kind !== 'none') {
    const place = placeOf(builder, operation);
    const index = textOf(operation.arguments.get('index_name'));
    const table = builder.find(place.name, place.schema);
    // Where names of indexes are unique, the table is only said for those where they are not.
    if (
      isMysql(builder.dialect) ||
      index === undefined ||
      table?.indexes.some(({ name }) => name === index)
    ) {
      change(builder, operation);
      return;
    }
  }
  const index = textOf(operation.arguments.get('index_name'));
  if (index === undefined) throw new NotRead('the name of the index is not known', undefined);
  dropIndexByName(
    builder,
    index,
    nameOf(operation.arguments.get('schema')) ?? null,
    isSet(operation.arguments.get('if_exists')),
  );
}

/** Drops an index of whatever table has it. */
export function dropIndexByName(
  builder: SchemaBuilder,
  given: string,
  schema: string | null,
  ifExists: boolean,
): void {
  const name = shortenedName(builder.dialect, given);
  const kept = builder.schemaName(schema);
  let isFound = false;
  builder.putAll((table) => {
    if (!table.indexes.some((index) => index.name === name) || (table.schema !== kept && schema !== null))
      return table;
    isFound = true;
    return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
  });
  if (isFound || ifExists || builder.doubt !== undefined) return;
  if ([...builder.tables].some(({ doubt }) => doubt !== undefined)) return;
  throw new OperationFails(`There is no index ${name}`);
}

type ConstraintType = 'foreignkey' | 'unique' | 'check' | 'primary';

function withoutConstraint(builder: SchemaBuilder, table: Table, operation: CallOperation): Table {
  const name = textOf(operation.arguments.get('constraint_name'));
  const type = textOf(operation.arguments.get('type_'));
  if (name === undefined) {
    if (operation.arguments.get('constraint_name')?.kind === 'none')
      return failUnlessDoubtful(table, "A constraint without a name can't be dropped");
    if (type === 'primary' && table.primaryKey && isMysql(builder.dialect))
      return { ...table, primaryKey: null };
    throw new NotRead('the name of the constraint is not known', [table.name]);
  }
  return dropConstraint(
    builder,
    table,
    name,
    type as ConstraintType | undefined,
    isSet(operation.arguments.get('if_exists')),
  );
}

/** The table without the constraint of a name. */
export function dropConstraint(
  builder: SchemaBuilder,
  table: Table,
  given: string,
  type: ConstraintType | undefined,
  ifExists: boolean,
): Table {
  const name = shortenedName(builder.dialect, given);
  const isNamed = (each: { readonly name: string | null; readonly databaseName: string | null }): boolean =>
    (each.name ?? each.databaseName) === name;
  const isOf = (kind: ConstraintType): boolean =>
    type === undefined || type === kind || builder.dialect === 'postgresql';
  if (
    isOf('primary') &&
    table.primaryKey &&
    (isNamed(table.primaryKey) || (isMysql(builder.dialect) && type === 'primary'))
  )
    return { ...table, primaryKey: null };
  if (isOf('unique') && table.uniqueConstraints.some(isNamed))
    return { ...table, uniqueConstraints: table.uniqueConstraints.filter((each) => !isNamed(each)) };
  if (isOf('foreignkey') && table.foreignKeys.some(isNamed))
    return { ...table, foreignKeys: table.foreignKeys.filter((each) => !isNamed(each)) };
  if (isOf('check') && table.checks.some(isNamed))
    return { ...table, checks: table.checks.filter((each) => !isNamed(each)) };
  // To MySQL a unique constraint and a unique index are one thing.
  if (isMysql(builder.dialect) && isOf('unique') && table.indexes.some((index) => index.name === name))
    return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
  const meant = ifExists ? undefined : meantByConvention(table, name, type);
  if (meant) return dropMeant(table, meant);
  return ifExists ? table : failUnlessDoubtful(table, `There is no constraint ${name} on ${table.name}`);
}

type AnyConstraint = PrimaryKey | UniqueConstraint | ForeignKey | Check;

/**
 * The constraint that a naming convention of the project has given a name which is not known here: the only one of its kind that the name
 * may be made of.
 */
function meantByConvention(
  table: Table,
  name: string,
  type: ConstraintType | undefined,
): AnyConstraint | undefined {
  const kind = type ?? conventionalKinds.find(([start]) => name.toLowerCase().startsWith(start))?.[1];
  const hasAll = (columns: readonly string[]): boolean => columns.every((column) => name.includes(column));
  if (kind === 'check')
    return only(table.checks.filter((each) => each.name !== null && name.endsWith(`_${each.name}`)));
  if (kind === 'unique')
    return only(table.uniqueConstraints.filter((each) => each.name === null && hasAll(each.columns)));
  if (kind === 'foreignkey')
    return only(table.foreignKeys.filter((each) => each.name === null && hasAll(each.columns)));
  return kind === 'primary' && table.primaryKey?.name === null ? table.primaryKey : undefined;
}

const conventionalKinds: readonly (readonly [string, ConstraintType])[] = [
  ['ck', 'check'],
  ['uq', 'unique'],
  ['fk', 'foreignkey'],
  ['pk', 'primary'],
];

function only<Each>(list: readonly Each[]): Each | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function dropMeant(table: Table, meant: AnyConstraint): Table {
  return {
    ...table,
    primaryKey: table.primaryKey === meant ? null : table.primaryKey,
    uniqueConstraints: table.uniqueConstraints.filter((each) => each !== meant),
    foreignKeys: table.foreignKeys.filter((each) => each !== meant),
    checks: table.checks.filter((each) => each !== meant),
  };
}

function alteredColumn(builder: SchemaBuilder, table: Table, operation: CallOperation): Table {
  const argument = (parameter: string): Value | undefined => operation.arguments.get(parameter);
  const name = textOf(argument('column_name'));
  if (name === undefined) throw new NotRead('the name of the column is not known', [table.name]);
  const column = findColumn(table, name);
  if (!column) return failUnlessDoubtful(table, `There is no column ${name} in ${table.name}`);
  let changed = withColumn(table, column.name, (each) => alterColumn(builder, each, operation));
  const typeValue = argument('type_');
  if (typeValue && typeValue.kind !== 'none' && !columnType(typeValue, builder.dialect))
    changed = withDoubt(changed, `The type of ${name}: ${reasonOf(typeValue, 'it is not known')}`);
  const nullable = argument('nullable');
  if (nullable && truthOf(nullable) === undefined)
    changed = withDoubt(changed, `Whether ${name} may be null is not known`);
  const value = defaultArgument(operation);
  if (value?.kind === 'unknown') changed = withDoubt(changed, `The default of ${name}: ${value.reason}`);
  if (isMysql(builder.dialect)) changed = withMysqlDescription(builder, changed, column.name, operation);
  const to = argument('new_column_name');
  if (!to || to.kind === 'none') return changed;
  const newName = textOf(to);
  if (newName === undefined) return withDoubt(changed, `The new name of ${name} is not known`);
  if (newName === column.name) return changed;
  if (findColumn(changed, newName) && newName.toLowerCase() !== column.name.toLowerCase())
    return failUnlessDoubtful(changed, `There is a column ${newName} in ${table.name} already`);
  return withRenamedColumnIn(changed, column.name, newName, true);
}

/** The default that an `alter_column` gives; undefined where it leaves it. */
function defaultArgument(operation: CallOperation): ServerDefault | undefined {
  const value = operation.arguments.get('server_default');
  if (!value || (value.kind === 'boolean' && !value.value)) return undefined;
  return serverDefault(value);
}

/** A column as an `alter_column` leaves it, its name aside. */
export function alterColumn(builder: SchemaBuilder, column: Column, operation: CallOperation): Column {
  const argument = (parameter: string): Value | undefined => operation.arguments.get(parameter);
  const typeValue = argument('type_');
  const nullable = argument('nullable');
  const comment = argument('comment');
  const type = typeValue && typeValue.kind !== 'none' ? columnType(typeValue, builder.dialect) : undefined;
  const value = defaultArgument(operation);
  return {
    ...column,
    ...(type ? { type: useType(builder, type, false) } : {}),
    ...(nullable && nullable.kind !== 'none' ? { nullable: truthOf(nullable) ?? column.nullable } : {}),
    ...(value && value.kind !== 'unknown'
      ? { default: defaultText(value), generated: generatedBy(value) }
      : {}),
    ...(comment && comment.kind !== 'boolean' && builder.dialect !== 'sqlite'
      ? { comment: nameOf(comment) ?? null }
      : {}),
  };
}
