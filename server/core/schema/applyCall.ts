import type { CallOperation } from '../operations/operation';
import { columnDefinition, conditionOf, tableItem } from '../operations/tableItems';
import { indexOf } from '../operations/indexDefinition';
import { foreignKeyOptions } from '../operations/foreignKeyDefinition';
import { columnNames, nameOf } from '../operations/columnNames';
import { textOf, textsOf } from '../operations/value';
import type { Value } from '../operations/value';
import { alteredColumn, reasonOf, renamedColumn } from './alterColumn';
import { isMysql } from './dialect';
import { withoutConstraint } from './dropConstraint';
import { dropIndexByName } from './dropIndex';
import { shortenedName } from './objectNames';
import { NotRead, failUnlessDoubtful, findColumn, isSet, missingTable, placeOf } from './operationTable';
import { renameReferences, renameTable } from './renameTable';
import type { Column, Table } from './schema';
import { OperationFails } from './schemaBuilder';
import { requireUnreferred } from './referredTables';
import type { SchemaBuilder } from './schemaBuilder';
import { requireDroppable } from './sqliteColumns';
import { withColumn, withDoubt, withoutColumn } from './tableChanges';
import {
  tableOfItems,
  withCheck,
  withForeignKey,
  withIndex,
  withNewColumn,
  withPrimaryKey,
  withUnique,
} from './tableEdits';

/** Applies an operation outside of a batch, or in a batch that runs its operations one by one. */
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
      if (table) requireUnreferred(builder, table);
      if (table) builder.remove(table);
      else missingTable(builder, place, isSet(argument('if_exists')));
      return;
    }
    case 'rename_table': {
      const to = textOf(argument('new_table_name'));
      const from = textOf(argument('old_table_name'));
      const schema = nameOf(argument('schema'));
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
  const schema = nameOf(operation.arguments.get('schema'));
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
  const table = found ?? missingTable(builder, place, false);
  if (!table) return;
  const dropped = operation.name === 'drop_column' ? droppedColumn(table, operation) : undefined;
  if (dropped) requireDroppable(builder, table, dropped.name);
  builder.put(changedTable(builder, table, operation, place.writtenSchema));
  const renamed = renamedColumn(operation);
  if (renamed) renameReferences(builder, table, renamed.from, renamed.to);
}

function droppedColumn(table: Table, { arguments: given }: CallOperation): Column | undefined {
  const name = nameOf(given.get('column_name'));
  return name === undefined || name === null ? undefined : findColumn(table, name);
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
      return withoutColumn(table, known.name, builder.dialect);
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
      const referredSchema = nameOf(argument('referent_schema'));
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
