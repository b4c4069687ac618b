import type { SqlAction, SqlName, SqlTypeChange } from '../sql/sqlStatement';
import { dropIndexByName } from './dropIndex';
import { NotRead, missingTable } from './operationTable';
import { renameTable } from './renameTable';
import type { Table } from './schema';
import { tableKey } from './schema';
import { requireUnreferred } from './referredTables';
import type { SchemaBuilder } from './schemaBuilder';
import { OperationFails } from './schemaBuilder';
import { withColumn, withDoubt } from './tableChanges';
import { newTable, withIndex } from './tableEdits';
import { withSqlColumn, withSqlConstraint } from './sqlTableParts';
import { renamedIndex } from './renameConstraint';
import { knownName, placeOf, requireTable } from './sqlNames';
import { alterTable } from './applyAlterTable';

/** Applies one statement. */
export function applySql(builder: SchemaBuilder, action: SqlAction): void {
  switch (action.kind) {
    case 'create-table':
      if (!action.isTemporary) createTable(builder, action);
      return;
    case 'drop-table':
      for (const name of action.tables) dropTable(builder, name, action.ifExists, action.cascade);
      return;
    case 'alter-table':
      alterTable(builder, action);
      return;
    case 'rename-tables':
      for (const { from, to } of action.renames) {
        const name = knownName(to.name, 'the new name of a table is not known');
        renameTable(builder, placeOf(builder, from), name);
      }
      return;
    case 'create-index': {
      const table = requireTable(builder, action.table, false);
      const isThere = action.name !== undefined && table.indexes.some(({ name }) => name === action.name);
      if (isThere && action.ifNotExists) return;
      const columns = action.columns.map((column) => column ?? null);
      const definition = {
        name: action.name ?? unnamedIndex(builder, table, columns),
        columns,
        expressions: action.expressions,
        unique: action.unique,
        options: new Map(),
      };
      const changed = withIndex(builder, table, definition, table.schema);
      const last = changed.indexes.at(-1);
      builder.put(
        last && action.where !== undefined
          ? { ...changed, indexes: [...changed.indexes.slice(0, -1), { ...last, where: action.where }] }
          : changed,
      );
      return;
    }
    case 'drop-index':
      for (const name of action.names)
        dropIndexByName(
          builder,
          knownName(name.name, 'the name of an index is not known'),
          name.schema ?? null,
          action.ifExists,
        );
      return;
    case 'rename-index': {
      const from = knownName(action.name.name, 'the name of an index is not known');
      const to = knownName(action.to, 'the name of an index is not known');
      builder.putAll((table) => renamedIndex(table, from, to));
      return;
    }
    case 'create-type':
      if (action.isEnum) {
        const name = knownName(action.name.name, 'the name of a type is not known');
        failIfType(builder, name, action.name.schema);
        builder.putEnumeration(name, action.name.schema, action.labels);
      }
      return;
    case 'drop-type':
      for (const each of action.names) {
        const name = knownName(each.name, 'the name of a type is not known');
        if (!action.ifExists) requireType(builder, name, each.schema);
        builder.removeEnumeration(name, each.schema);
      }
      return;
    case 'alter-type':
      alterType(builder, action);
      return;
    case 'create-view':
      if (action.name.name !== undefined) builder.addView(action.name.name, action.name.schema);
      return;
    case 'drop-view':
      if (action.name.name !== undefined) builder.removeView(action.name.name, action.name.schema);
      return;
    case 'drop-schema':
      if (action.name === undefined) throw new NotRead('the name of a schema is not known', undefined);
      for (const table of [...builder.tables])
        if (table.schema === builder.schemaName(action.name)) builder.remove(table);
      return;
    case 'comment': {
      const table =
        action.table.name === undefined ? undefined : builder.find(action.table.name, action.table.schema);
      if (!table) return;
      const { column, text = null } = action;
      builder.put(
        column === undefined
          ? { ...table, comment: text }
          : withColumn(table, column, (each) => ({ ...each, comment: text })),
      );
      return;
    }
    case 'create-schema':
    case 'data':
    case 'other':
      return;
    case 'opaque': {
      const { table, reason } = action;
      throw new NotRead(reason, table?.name === undefined ? undefined : [table.name]);
    }
  }
}

/** The name that PostgreSQL gives to an index without one. */
function unnamedIndex(
  builder: SchemaBuilder,
  table: Table,
  columns: readonly (string | null)[],
): string | null {
  if (builder.dialect !== 'postgresql') return null;
  const start = `${table.name}_${columns.map((column) => column ?? 'expr').join('_')}_idx`;
  const taken = (name: string): boolean => table.indexes.some((index) => index.name === name);
  for (let number = 0; ; number++) {
    const name = number === 0 ? start : `${start}${number}`;
    if (!taken(name)) return name;
  }
}

function createTable(builder: SchemaBuilder, action: Extract<SqlAction, { kind: 'create-table' }>): void {
  const place = placeOf(builder, action.table);
  const existing = builder.find(place.name, place.schema);
  if (existing) {
    if (action.ifNotExists) return;
    if (existing.doubt === undefined) throw new OperationFails(`There is a table ${place.name} already`);
  }
  let table = newTable(place.schema, place.name);
  for (const column of action.columns) table = withSqlColumn(builder, table, column);
  for (const constraint of action.constraints) table = withSqlConstraint(builder, table, constraint);
  if (action.doubt !== undefined) table = withDoubt(table, action.doubt);
  builder.put(table);
}

function dropTable(builder: SchemaBuilder, name: SqlName, ifExists: boolean, cascade: boolean): void {
  const place = placeOf(builder, name);
  const table = builder.find(place.name, place.schema);
  if (!table) {
    if (!ifExists) missingTable(builder, place, false);
    return;
  }
  if (!cascade) requireUnreferred(builder, table);
  builder.remove(table);
  if (cascade)
    builder.putAll((other) => {
      const kept = other.foreignKeys.filter(
        (key) => key.referredTable !== table.name || key.referredSchema !== table.schema,
      );
      return kept.length === other.foreignKeys.length ? other : { ...other, foreignKeys: kept };
    });
}

function alterType(builder: SchemaBuilder, action: Extract<SqlAction, { kind: 'alter-type' }>): void {
  const name = knownName(action.name.name, 'the name of a type is not known');
  requireType(builder, name, action.name.schema);
  const before = builder.enumeration(name, action.name.schema);
  if (!before) return;
  const { change } = action;
  const { labels } = before;
  if (builder.isStrict && labels) requireLabels(name, labels, change);
  switch (change.kind) {
    case 'add-value': {
      if (labels === undefined || labels.includes(change.value)) return;
      const beside = change.before ?? change.after;
      const at = beside === undefined ? -1 : labels.indexOf(beside);
      const place = at < 0 ? labels.length : change.before === undefined ? at + 1 : at;
      const added = [...labels.slice(0, place), change.value, ...labels.slice(place)];
      builder.changeEnumeration(before, { ...before, labels: added });
      return;
    }
    case 'rename-value':
      builder.changeEnumeration(before, {
        ...before,
        labels: labels?.map((label) => (label === change.from ? change.to : label)),
      });
      return;
    case 'rename':
      failIfType(builder, change.to, before.schema);
      builder.changeEnumeration(before, { ...before, name: change.to });
      return;
    case 'set-schema':
      builder.changeEnumeration(before, { ...before, schema: builder.schemaName(change.schema) });
      return;
    case 'other':
      return;
  }
}

/** Fails what would make a second type of a name, where that is looked at. */
function failIfType(builder: SchemaBuilder, name: string, schema: string | null | undefined): void {
  if (builder.isStrict && builder.enumeration(name, schema))
    throw new OperationFails(`There is a type ${name} already`);
}

/** Fails what is about a type that was there before the branches, and is gone. */
function requireType(builder: SchemaBuilder, name: string, schema: string | null | undefined): void {
  const key = tableKey(builder.schemaName(schema), name);
  if (builder.origin?.enumerations.has(key) === true && !builder.enumeration(name, schema))
    throw new OperationFails(`There is no type ${name}`);
}

/** Fails a change of values that names one which is not there, or adds one which is. */
function requireLabels(name: string, labels: readonly string[], change: SqlTypeChange): void {
  if (change.kind !== 'add-value' && change.kind !== 'rename-value') return;
  const added = change.kind === 'add-value' ? change.value : change.to;
  const needed = change.kind === 'add-value' ? (change.before ?? change.after) : change.from;
  const isAllowed = change.kind === 'add-value' && change.ifNotExists;
  if (labels.includes(added) && !isAllowed)
    throw new OperationFails(`There is a value ${added} in ${name} already`);
  if (needed !== undefined && !labels.includes(needed))
    throw new OperationFails(`There is no value ${needed} in ${name}`);
}
