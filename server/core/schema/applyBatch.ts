import type { CallOperation } from '../operations/operation';
import { itemsOf } from '../operations/containers';
import { columnDefinition, tableItem } from '../operations/tableItems';
import { nameOf } from '../operations/columnNames';
import type { BatchTable, Value } from '../operations/value';
import { textOf } from '../operations/value';
import { alterColumn, renamedColumn } from './alterColumn';
import { changedTable } from './applyCall';
import { NotRead, findColumn, missingTable, tablePlace } from './operationTable';
import { renameReferences } from './renameTable';
import { defaultIndexName } from './objectNames';
import { namedByConvention } from './namingConvention';
import type { Table } from './schema';
import type { SchemaBuilder } from './schemaBuilder';
import { withColumn, withRenamedColumnIn } from './tableChanges';
import { tableOfItems, withCheck, withForeignKey, withPrimaryKey, withUnique } from './tableEdits';

/** Applies the operations of a batch, as `BatchOperationsImpl.flush` does at its end. */
export function applyBatch(
  builder: SchemaBuilder,
  batch: BatchTable,
  operations: readonly CallOperation[],
): void {
  const place = tablePlace(builder, batch.arguments, new Map());
  const table = builder.find(place.name, place.schema) ?? missingTable(builder, place, false);
  if (!table) return;
  if (builder.dialect === 'sqlite' && rebuilds(batch, operations)) {
    builder.put(rebuilt(builder, table, batch, operations));
    return;
  }
  let changed = table;
  for (const operation of operations) {
    changed = changedTable(builder, changed, operation, place.writtenSchema);
    builder.put(changed);
    const renamed = renamedColumn(operation);
    if (!renamed) continue;
    renameReferences(builder, table, renamed.from, renamed.to);
    changed = builder.find(table.name, table.schema) ?? changed;
  }
}

/** Whether SQLite makes the table anew: `SQLiteImpl.requires_recreate_in_batch`. */
function rebuilds(batch: BatchTable, operations: readonly CallOperation[]): boolean {
  const recreate = batch.arguments.get('recreate');
  const mode = textOf(recreate) ?? 'auto';
  if (mode !== 'auto') return mode === 'always';
  return operations.some((operation) => {
    if (operation.name === 'create_index' || operation.name === 'drop_index') return false;
    if (operation.name !== 'add_column') return true;
    const definition = columnDefinition(operation.arguments.get('column'), 'sqlite');
    const value = definition?.default;
    return value?.kind === 'sql'
      ? value.isExpression
      : value?.kind === 'computed' && isPersisted(value.value);
  });
}

function isPersisted(computed: Value): boolean {
  const persisted = computed.kind === 'construct' ? computed.keywords.get('persisted') : undefined;
  return persisted?.kind === 'boolean' && persisted.value;
}

/** The table as a new one with everything that `ApplyBatchImpl` takes over. */
function rebuilt(
  builder: SchemaBuilder,
  table: Table,
  batch: BatchTable,
  operations: readonly CallOperation[],
): Table {
  let changed = startOfRebuild(builder, table, batch);
  /** The names of columns before they were renamed in this batch, by which later operations may call them. */
  const renamed = new Map<string, string>();
  const extraIndexes: string[] = [];
  for (const operation of operations) {
    const column = textOf(operation.arguments.get('column_name'));
    const current = column === undefined ? undefined : (renamed.get(column) ?? column);
    switch (operation.name) {
      case 'alter_column': {
        const known = current === undefined ? undefined : findColumn(changed, current);
        if (!known) {
          changed = changedTable(builder, changed, operation, table.schema);
          break;
        }
        changed = withColumn(changed, known.name, (each) => alterColumn(builder, each, operation));
        const to = renamedColumn(operation);
        if (!to) break;
        renamed.set(to.from, to.to);
        // Foreign keys of other tables and conditions keep the name that they have.
        changed = withRenamedColumnIn(changed, known.name, to.to, false);
        break;
      }
      case 'drop_column': {
        const known = current === undefined ? undefined : findColumn(changed, current);
        changed = known
          ? withoutOneColumn(changed, known.name)
          : changedTable(builder, changed, operation, table.schema);
        break;
      }
      case 'add_column': {
        const definition = columnDefinition(operation.arguments.get('column'), 'sqlite');
        changed = changedTable(builder, changed, operation, table.schema);
        if (definition?.index === true) extraIndexes.push(definition.name);
        break;
      }
      case 'create_primary_key':
        changed = changedTable(builder, { ...changed, primaryKey: null }, operation, table.schema);
        break;
      default:
        changed = changedTable(builder, changed, operation, table.schema);
    }
  }
  return endOfRebuild(changed, extraIndexes);
}

/** What is taken over from the table that is there, or from the one that the batch describes. */
function startOfRebuild(builder: SchemaBuilder, table: Table, batch: BatchTable): Table {
  const copied = batch.arguments.get('copy_from');
  let start: Table;
  if (copied && copied.kind !== 'none') {
    const described = describedTable(builder, copied, table);
    if (!described) throw new NotRead('the table of copy_from is not known', [table.name]);
    start = described;
  } else start = { ...table, checks: table.checks.filter(({ name }) => name !== null) };
  const convention = batch.arguments.get('naming_convention');
  if (convention?.kind === 'dictionary' && start !== undefined && !copied)
    start = namedByConvention(start, convention);
  else if (convention && convention.kind !== 'none' && convention.kind !== 'dictionary')
    throw new NotRead('the naming convention is not known', [table.name]);
  const args = batch.arguments.get('table_args');
  const items = args ? itemsOf(args) : { items: [] };
  if (!items || items.doubt !== undefined)
    throw new NotRead('the arguments of the table are not known', [table.name]);
  for (const value of items.items) {
    const item = tableItem(value, builder.dialect);
    if (item.kind === 'unique') start = withUnique(builder, start, item.name, item.columns);
    else if (item.kind === 'check') start = withCheck(builder, start, item.name, item.text);
    else if (item.kind === 'foreign') start = withForeignKey(builder, start, item.key);
    else if (item.kind === 'primary') start = withPrimaryKey(builder, start, item.name, item.columns);
    else if (item.kind === 'unknown') throw new NotRead(item.reason, [table.name]);
  }
  return start;
}

function describedTable(builder: SchemaBuilder, value: Value, table: Table): Table | undefined {
  if (value.kind !== 'construct' || !value.path.endsWith('.Table')) return undefined;
  const items = value.positional.slice(2).map((each) => tableItem(each, builder.dialect));
  if (value.doubt !== undefined || items.some(({ kind }) => kind === 'unknown')) return undefined;
  const schema = nameOf(value.keywords.get('schema')) ?? null;
  return tableOfItems(builder, { schema: table.schema, name: table.name, writtenSchema: schema }, items);
}

/** The table without a column; what names it besides is left to the end. */
function withoutOneColumn(table: Table, name: string): Table {
  const key = table.primaryKey;
  const columns = key?.columns.filter((column) => column !== name) ?? [];
  return {
    ...table,
    columns: table.columns.filter((column) => column.name !== name),
    primaryKey: key && columns.length > 0 ? { ...key, columns } : null,
  };
}

/** Of several unique constraints over the same columns SQLite shows the first; those with names are made first. */
function firstOfEach(constraints: Table['uniqueConstraints']): Table['uniqueConstraints'] {
  const ordered = [...constraints].sort((a, b) => Number(a.name === null) - Number(b.name === null));
  const isFirst = (each: Table['uniqueConstraints'][number]): boolean =>
    ordered.find(({ columns }) => columns.join() === each.columns.join()) === each;
  return constraints.filter(isFirst);
}

/** Leaves out what names columns that are gone, and adds the indexes that the table got under its temporary name. */
function endOfRebuild(table: Table, extraIndexes: readonly string[]): Table {
  const names = new Set(table.columns.map(({ name }) => name));
  const isWhole = (columns: readonly (string | null)[]): boolean =>
    columns.every((column) => column === null || names.has(column));
  const temporary = `_alembic_tmp_${table.name}`.slice(0, 50);
  return {
    ...table,
    primaryKey: table.primaryKey && isWhole(table.primaryKey.columns) ? table.primaryKey : null,
    uniqueConstraints: firstOfEach(table.uniqueConstraints.filter(({ columns }) => isWhole(columns))),
    foreignKeys: table.foreignKeys.filter(({ columns }) => isWhole(columns)),
    indexes: [
      ...table.indexes.filter(({ columns }) => isWhole(columns)),
      ...extraIndexes.flatMap((column) => {
        const own = table.indexes.find(
          ({ columns, name }) =>
            columns.length === 1 &&
            columns[0] === column &&
            name === defaultIndexName(table.schema, table.name, column),
        );
        return own ? [{ ...own, name: defaultIndexName(table.schema, temporary, column) }] : [];
      }),
    ],
  };
}
