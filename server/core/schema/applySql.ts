import { hole } from '../sql/hole';
import type { SqlAction, SqlAlteration, SqlColumn, SqlConstraint, SqlName } from '../sql/sqlStatement';
import { dropConstraint } from './dropConstraint';
import { dropIndexByName } from './dropIndex';
import { NotRead, findColumn, missingTable } from './operationTable';
import { renameReferences, renameTable } from './renameTable';
import { isMysql } from './dialect';
import type { Column, Table } from './schema';
import type { SchemaBuilder } from './schemaBuilder';
import { OperationFails } from './schemaBuilder';
import { sqlColumnType } from './sqlColumnType';
import {
  withColumn,
  withDoubt,
  withKeyColumnsRequired,
  withoutColumn,
  withRenamedColumnIn,
  withRenamedReference,
} from './tableChanges';
import { newTable, withCheck, withForeignKey, withIndex, withPrimaryKey, withUnique } from './tableEdits';

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
        const name = known(to.name, 'the new name of a table is not known');
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
          known(name.name, 'the name of an index is not known'),
          name.schema ?? null,
          action.ifExists,
        );
      return;
    case 'rename-index': {
      const from = known(action.name.name, 'the name of an index is not known');
      const to = known(action.to, 'the name of an index is not known');
      builder.putAll((table) => renamedIndex(table, from, to));
      return;
    }
    case 'create-type':
      if (action.isEnum)
        builder.putEnumeration(
          known(action.name.name, 'the name of a type is not known'),
          action.name.schema,
          action.labels,
        );
      return;
    case 'drop-type':
      for (const { name, schema } of action.names)
        builder.removeEnumeration(known(name, 'the name of a type is not known'), schema);
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

function known(name: string | undefined, reason: string): string {
  if (name === undefined) throw new NotRead(reason, undefined);
  return name;
}

function placeOf(
  builder: SchemaBuilder,
  { schema, name }: SqlName,
): { readonly name: string; readonly schema: string | null; readonly writtenSchema: string | null } {
  return {
    name: known(name, 'the name of a table is not known'),
    schema: builder.schemaName(schema),
    writtenSchema: schema ?? null,
  };
}

function requireTable(builder: SchemaBuilder, name: SqlName, ifExists: boolean): Table {
  const place = placeOf(builder, name);
  const table = builder.find(place.name, place.schema) ?? missingTable(builder, place, ifExists);
  if (!table) throw new Absent();
  return table;
}

/** A table that need not be there is not. */
class Absent extends Error {}

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

function renamedIndex(table: Table, from: string, to: string): Table {
  if (table.indexes.some(({ name }) => name === from))
    return {
      ...table,
      indexes: table.indexes.map((index) => (index.name === from ? { ...index, name: to } : index)),
    };
  return renamedConstraint(table, from, to);
}

function renamedConstraint(table: Table, from: string, to: string): Table {
  const isNamed = (each: { readonly name: string | null; readonly databaseName: string | null }): boolean =>
    (each.name ?? each.databaseName) === from;
  const rename = <Each extends { readonly name: string | null; readonly databaseName: string | null }>(
    list: readonly Each[],
  ): readonly Each[] =>
    list.some(isNamed) ? list.map((each) => (isNamed(each) ? { ...each, name: to } : each)) : list;
  const primaryKey =
    table.primaryKey && isNamed(table.primaryKey) ? { ...table.primaryKey, name: to } : table.primaryKey;
  const changed = {
    ...table,
    primaryKey,
    uniqueConstraints: rename(table.uniqueConstraints),
    foreignKeys: rename(table.foreignKeys),
    checks: rename(table.checks),
  };
  const isSame =
    changed.primaryKey === table.primaryKey &&
    changed.uniqueConstraints === table.uniqueConstraints &&
    changed.foreignKeys === table.foreignKeys &&
    changed.checks === table.checks;
  return isSame ? table : changed;
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

function withSqlColumn(builder: SchemaBuilder, table: Table, column: SqlColumn): Table {
  const { name } = column;
  if (name === undefined) return withDoubt(table, 'the name of a column is not known');
  if (table.columns.some((each) => each.name === name))
    throw new OperationFails(`There is a column ${name} in ${table.name} already`);
  const described = describeColumn(builder, { ...column, name });
  let changed: Table = { ...table, columns: [...table.columns, described.column] };
  if (described.doubt !== undefined) changed = withDoubt(changed, described.doubt);
  for (const constraint of column.constraints) changed = withSqlConstraint(builder, changed, constraint);
  return changed;
}

function describeColumn(
  builder: SchemaBuilder,
  column: SqlColumn & { readonly name: string },
): { readonly column: Column; readonly doubt: string | undefined } {
  const type = sqlColumnType(builder, column.type);
  const isSerial = column.type !== undefined && /SERIAL/.test(column.type.name);
  const value = column.default;
  const doubt =
    !type && !(builder.dialect === 'sqlite' && !column.type)
      ? `the type of the column ${column.name} is not known`
      : value?.includes(hole) === true
        ? `the default of the column ${column.name} is not known`
        : undefined;
  return {
    column: {
      name: column.name,
      type: type ?? { text: 'NullType' },
      nullable: column.nullable ?? !isSerial,
      default: value === undefined || /^null$/i.test(value) ? null : value,
      generated: column.isGenerated
        ? isSerial
          ? { kind: 'serial' }
          : { kind: 'identity', value: undefined }
        : null,
      comment: column.comment ?? null,
    },
    doubt,
  };
}

function withSqlConstraint(builder: SchemaBuilder, table: Table, constraint: SqlConstraint): Table {
  const name = constraint.name ?? null;
  switch (constraint.kind) {
    case 'primary':
      return withPrimaryKey(builder, table, name, constraint.columns);
    case 'unique':
      return withUnique(builder, table, name, constraint.columns);
    case 'check':
      if (constraint.text.includes(hole)) return withDoubt(table, 'the condition of a check is not known');
      return withCheck(builder, table, name, constraint.text);
    case 'foreign': {
      const { table: referred, columns } = constraint;
      if (referred.name === undefined) return withDoubt(table, 'what a foreign key refers to is not known');
      const target =
        builder.find(referred.name, referred.schema) ?? (referred.name === table.name ? table : undefined);
      const referredColumns =
        constraint.referredColumns.length > 0
          ? constraint.referredColumns
          : (target?.primaryKey?.columns ?? []);
      return withForeignKey(builder, table, {
        name,
        columns,
        referredSchema: referred.schema ?? null,
        referredTable: referred.name,
        referredColumns,
        options: referenceOptions(constraint.options),
      });
    }
    case 'index':
      return withIndex(
        builder,
        table,
        {
          name: name ?? constraint.columns[0] ?? null,
          columns: constraint.columns,
          expressions: constraint.columns,
          unique: constraint.unique,
          options: new Map(),
        },
        table.schema,
      );
    case 'using-index': {
      const index = table.indexes.find((each) => each.name === constraint.index);
      if (!index) return withDoubt(table, `the index ${constraint.index} is not known`);
      const columns = index.columns.filter((column) => column !== null);
      const without = { ...table, indexes: table.indexes.filter((each) => each !== index) };
      const own = name ?? constraint.index;
      return constraint.isPrimary
        ? withPrimaryKey(builder, without, own, columns)
        : withUnique(builder, without, own, columns);
    }
    case 'other':
      return table;
  }
}

/** `ON DELETE CASCADE` and the like as SQLAlchemy's arguments. */
function referenceOptions(text: string): ReadonlyMap<string, string | boolean> {
  const options = new Map<string, string | boolean>();
  const words = text.toUpperCase();
  const action = '(CASCADE|RESTRICT|SET NULL|SET DEFAULT|NO ACTION)';
  const onDelete = new RegExp(`ON\\s+DELETE\\s+${action}`).exec(words)?.[1];
  const onUpdate = new RegExp(`ON\\s+UPDATE\\s+${action}`).exec(words)?.[1];
  if (onDelete !== undefined) options.set('ondelete', onDelete);
  if (onUpdate !== undefined) options.set('onupdate', onUpdate);
  if (/\bDEFERRABLE\b/.test(words)) options.set('deferrable', !/NOT\s+DEFERRABLE/.test(words));
  const initially = /INITIALLY\s+(DEFERRED|IMMEDIATE)/.exec(words)?.[1];
  if (initially !== undefined) options.set('initially', initially);
  return options;
}

function dropTable(builder: SchemaBuilder, name: SqlName, ifExists: boolean, cascade: boolean): void {
  const place = placeOf(builder, name);
  const table = builder.find(place.name, place.schema);
  if (!table) {
    if (!ifExists) missingTable(builder, place, false);
    return;
  }
  builder.remove(table);
  if (cascade)
    builder.putAll((other) => {
      const kept = other.foreignKeys.filter(
        (key) => key.referredTable !== table.name || key.referredSchema !== table.schema,
      );
      return kept.length === other.foreignKeys.length ? other : { ...other, foreignKeys: kept };
    });
}

function alterTable(builder: SchemaBuilder, action: Extract<SqlAction, { kind: 'alter-table' }>): void {
  if (action.actions.every(({ kind }) => kind === 'other')) return;
  try {
    let name = action.table;
    for (const each of action.actions) {
      const table = requireTable(builder, name, action.ifExists);
      const renamed = alter(builder, table, each);
      if (renamed) name = renamed;
    }
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
  }
}

/** Applies one action; gives the new name of the table where that is what it changes. */
function alter(builder: SchemaBuilder, table: Table, action: SqlAlteration): SqlName | undefined {
  const column =
    'column' in action && typeof action.column === 'string' ? findColumn(table, action.column) : undefined;
  const requireColumn = (name: string): Column | undefined => {
    if (column) return column;
    if (table.doubt !== undefined) return undefined;
    throw new OperationFails(`There is no column ${name} in ${table.name}`);
  };
  switch (action.kind) {
    case 'add-column': {
      const { name } = action.column;
      if (name !== undefined && action.ifNotExists && findColumn(table, name)) return undefined;
      builder.put(withSqlColumn(builder, table, action.column));
      return undefined;
    }
    case 'drop-column': {
      if (!column && action.ifExists) return undefined;
      const found = requireColumn(action.column);
      if (!found) return undefined;
      builder.put(withoutColumn(table, found.name));
      if (action.cascade)
        builder.putAll((other) => {
          const kept = other.foreignKeys.filter(
            (key) =>
              key.referredTable !== table.name ||
              key.referredSchema !== table.schema ||
              !key.referredColumns.includes(found.name),
          );
          return kept.length === other.foreignKeys.length ? other : { ...other, foreignKeys: kept };
        });
      return undefined;
    }
    case 'set-type': {
      const found = requireColumn(action.column);
      if (!found) return undefined;
      const type = sqlColumnType(builder, action.type);
      const changed = type ? withColumn(table, found.name, (each) => ({ ...each, type })) : table;
      builder.put(type ? changed : withDoubt(changed, `the type of the column ${found.name} is not known`));
      return undefined;
    }
    case 'set-default': {
      const found = requireColumn(action.column);
      if (!found) return undefined;
      const value = action.default;
      const text = value === undefined || /^null$/i.test(value) ? null : value;
      const changed = withColumn(table, found.name, (each) => ({ ...each, default: text, generated: null }));
      builder.put(
        text?.includes(hole) === true
          ? withDoubt(changed, `the default of ${found.name} is not known`)
          : changed,
      );
      return undefined;
    }
    case 'set-nullable': {
      const found = requireColumn(action.column);
      if (found)
        builder.put(withColumn(table, found.name, (each) => ({ ...each, nullable: action.nullable })));
      return undefined;
    }
    case 'generate': {
      const found = requireColumn(action.column);
      const generated = action.generated ? ({ kind: 'identity', value: undefined } as const) : null;
      if (found) builder.put(withColumn(table, found.name, (each) => ({ ...each, generated })));
      return undefined;
    }
    case 'rename-column': {
      const found = requireColumn(action.column);
      if (!found) return undefined;
      if (findColumn(table, action.to) && action.to.toLowerCase() !== found.name.toLowerCase())
        throw new OperationFails(`There is a column ${action.to} in ${table.name} already`);
      builder.put(withRenamedColumnIn(table, found.name, action.to, true));
      renameReferences(builder, table, found.name, action.to);
      return undefined;
    }
    case 'rename-table': {
      const to = known(action.to.name, 'the new name of a table is not known');
      renameTable(builder, { name: table.name, schema: table.schema, writtenSchema: table.schema }, to);
      return { schema: table.schema ?? undefined, name: to };
    }
    case 'set-schema': {
      const schema = builder.schemaName(action.schema);
      builder.remove(table);
      builder.put({ ...table, schema });
      builder.putAll((other) =>
        withRenamedReference(other, table, (key) => ({ ...key, referredSchema: schema })),
      );
      return { schema: schema ?? undefined, name: table.name };
    }
    case 'rename-constraint':
      builder.put(renamedConstraint(table, action.name, action.to));
      return undefined;
    case 'rename-index':
      builder.put(renamedIndex(table, action.name, action.to));
      return undefined;
    case 'add-constraint':
      builder.put(withKeyColumnsRequired(withSqlConstraint(builder, table, action.constraint)));
      return undefined;
    case 'drop-constraint': {
      const types = { any: undefined, foreign: 'foreignkey', check: 'check', unique: 'unique' } as const;
      builder.put(dropConstraint(builder, table, action.name, types[action.type], action.ifExists));
      return undefined;
    }
    case 'drop-primary-key':
      builder.put({ ...table, primaryKey: null });
      return undefined;
    case 'drop-index': {
      const indexes = table.indexes.filter(({ name }) => name !== action.name);
      const uniqueConstraints = isMysql(builder.dialect)
        ? table.uniqueConstraints.filter((each) => (each.name ?? each.databaseName) !== action.name)
        : table.uniqueConstraints;
      builder.put({ ...table, indexes, uniqueConstraints });
      return undefined;
    }
    case 'change-column': {
      const found = requireColumn(action.column);
      const { name } = action.to;
      if (!found || name === undefined) return undefined;
      const described = describeColumn(builder, { ...action.to, name: found.name });
      let changed = withColumn(table, found.name, () => described.column);
      if (described.doubt !== undefined) changed = withDoubt(changed, described.doubt);
      for (const constraint of action.to.constraints)
        changed = withSqlConstraint(builder, changed, constraint);
      builder.put(
        withKeyColumnsRequired(
          name === found.name ? changed : withRenamedColumnIn(changed, found.name, name, true),
        ),
      );
      if (name !== found.name) renameReferences(builder, table, found.name, name);
      return undefined;
    }
    case 'other':
      return undefined;
    case 'opaque':
      throw new NotRead(action.reason, [table.name]);
  }
}

function alterType(builder: SchemaBuilder, action: Extract<SqlAction, { kind: 'alter-type' }>): void {
  const name = known(action.name.name, 'the name of a type is not known');
  const before = builder.enumeration(name, action.name.schema);
  if (!before) return;
  const { change } = action;
  const { labels } = before;
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
      builder.changeEnumeration(before, { ...before, name: change.to });
      return;
    case 'set-schema':
      builder.changeEnumeration(before, { ...before, schema: builder.schemaName(change.schema) });
      return;
    case 'other':
      return;
  }
}
