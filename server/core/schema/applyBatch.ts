import type { CallOperation } from '../operations/operation';
import { itemsOf } from '../operations/containers';
import { columnDefinition, tableItem } from '../operations/tableItems';
import { columnNames, nameOf } from '../operations/columnNames';
import type { BatchTable, Value } from '../operations/value';
import { textOf } from '../operations/value';
import { alterColumn, renamedColumn } from './alterColumn';
import { changedTable } from './applyCall';
import { NotRead, findColumn, isSet, missingTable, tablePlace } from './operationTable';
import { renameReferences } from './renameTable';
import { defaultIndexName } from './objectNames';
import { namedByConvention } from './namingConvention';
import type { Table } from './schema';
import { OperationFails } from './schemaBuilder';
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
    if (!isSet(batch.arguments.get('copy_from'))) requireReferredTables(builder, table);
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

/** Fails a batch that reads a table from the database where a foreign key leads to a table that is gone. */
function requireReferredTables(builder: SchemaBuilder, start: Table): void {
  if (!builder.isStrict || builder.doubt !== undefined) return;
  const read = new Set<Table>();
  const waiting = [start];
  for (let table = waiting.pop(); table; table = waiting.pop()) {
    if (read.has(table) || table.doubt !== undefined) continue;
    read.add(table);
    for (const { referredTable, referredSchema } of table.foreignKeys) {
      const referred = builder.find(referredTable, referredSchema);
      if (!referred) throw new OperationFails(`There is no table ${referredTable}`);
      waiting.push(referred);
    }
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
  // A renamed column goes on being called by its old name until the end.
  let changed = startOfRebuild(builder, table, batch);
  const newNames = new Map<string, string>();
  const extraIndexes: string[] = [];
  const waiting: CallOperation[] = [];
  const addedNames = new Set(
    operations.flatMap(
      ({ name, arguments: given }) =>
        (name === 'add_column' ? columnDefinition(given.get('column'), 'sqlite')?.name : undefined) ?? [],
    ),
  );
  for (const operation of operations) {
    const column = textOf(operation.arguments.get('column_name'));
    switch (operation.name) {
      case 'alter_column': {
        const known = column === undefined ? undefined : findColumn(changed, column);
        if (!known) {
          changed = changedTable(builder, changed, operation, table.schema);
          break;
        }
        changed = withColumn(changed, known.name, (each) => alterColumn(builder, each, operation));
        const to = renamedColumn(operation);
        if (to) newNames.set(known.name, to.to);
        break;
      }
      case 'drop_column': {
        const known = column === undefined ? undefined : findColumn(changed, column);
        if (known) newNames.delete(known.name);
        changed = known
          ? withoutOneColumn(changed, known.name)
          : changedTable(builder, changed, operation, table.schema);
        break;
      }
      case 'add_column': {
        const definition = columnDefinition(operation.arguments.get('column'), 'sqlite');
        // A column that is there already is replaced.
        if (definition) newNames.delete(definition.name);
        changed = { ...changed, columns: changed.columns.filter(({ name }) => name !== definition?.name) };
        changed = changedTable(builder, changed, operation, table.schema);
        if (definition?.index === true) extraIndexes.push(definition.name);
        break;
      }
      case 'create_primary_key':
        changed = changedTable(builder, { ...changed, primaryKey: null }, operation, table.schema);
        break;
      case 'create_unique_constraint':
      case 'create_foreign_key':
      case 'create_check_constraint': {
        changed = withoutConstraintNamed(changed, textOf(operation.arguments.get('constraint_name')));
        const own = columnNames(operation.arguments.get('columns') ?? operation.arguments.get('local_cols'));
        const isMissing = (name: string): boolean => !findColumn(changed, name);
        // One over a column that is not there is left out, unless the column comes later in the batch.
        if (changed.doubt !== undefined || own?.some(isMissing) !== true)
          changed = changedTable(builder, changed, operation, table.schema);
        else if (own.filter(isMissing).every((name) => addedNames.has(name))) waiting.push(operation);
        break;
      }
      default:
        changed = changedTable(builder, changed, operation, table.schema);
    }
  }
  for (const operation of waiting) changed = changedTable(builder, changed, operation, table.schema);
  return withNewNames(endOfRebuild(changed, extraIndexes), newNames);
}

/**
 * The table with its columns renamed, all at once, so that two may change names. Foreign keys of other tables
 * and conditions keep the name that they have.
 */
function withNewNames(table: Table, newNames: ReadonlyMap<string, string>): Table {
  let renamed = table;
  for (const name of newNames.keys()) renamed = withRenamedColumnIn(renamed, name, `${name}${marker}`, false);
  for (const [name, to] of newNames) {
    if (findColumn(renamed, to)) throw new OperationFails(`There is a column ${to} in ${table.name} already`);
    renamed = withRenamedColumnIn(renamed, `${name}${marker}`, to, false);
  }
  return renamed;
}

/** Stands behind the name of a column that is being renamed. */
const marker = '\u0000';

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

/** The table without the constraint of a name, whose place another takes. */
function withoutConstraintNamed(table: Table, name: string | undefined): Table {
  if (name === undefined) return table;
  const isOther = (each: { readonly name: string | null }): boolean => each.name !== name;
  return {
    ...table,
    uniqueConstraints: table.uniqueConstraints.filter(isOther),
    foreignKeys: table.foreignKeys.filter(isOther),
    checks: table.checks.filter(isOther),
  };
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

/** Of several alike constraints SQLite shows the first; those with names are made first. */
function firstOfEach<Each extends { readonly name: string | null }>(
  constraints: readonly Each[],
  keyOf: (constraint: Each) => string,
): readonly Each[] {
  const ordered = [...constraints].sort((a, b) => Number(a.name === null) - Number(b.name === null));
  return constraints.filter((each) => ordered.find((other) => keyOf(other) === keyOf(each)) === each);
}

/**
 * Leaves out what names columns that are gone, and adds the indexes that the table got under its temporary
 * name.
 */
function endOfRebuild(table: Table, extraIndexes: readonly string[]): Table {
  const names = new Set(table.columns.map(({ name }) => name));
  const isWhole = (columns: readonly (string | null)[]): boolean =>
    columns.every((column) => column === null || names.has(column));
  const temporary = `_alembic_tmp_${table.name}`.slice(0, 50);
  return {
    ...table,
    primaryKey: table.primaryKey && isWhole(table.primaryKey.columns) ? table.primaryKey : null,
    uniqueConstraints: firstOfEach(
      table.uniqueConstraints.filter(({ columns }) => isWhole(columns)),
      ({ columns }) => columns.join(),
    ),
    foreignKeys: firstOfEach(
      table.foreignKeys.filter(({ columns }) => isWhole(columns)),
      ({ columns, referredTable, referredColumns }) =>
        JSON.stringify([columns, referredTable, referredColumns]),
    ),
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
