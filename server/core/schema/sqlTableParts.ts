import { hole } from '../sql/hole';
import type { SqlColumn, SqlConstraint } from '../sql/sqlStatement';
import type { Column, Table } from './schema';
import type { SchemaBuilder } from './schemaBuilder';
import { OperationFails } from './schemaBuilder';
import { sqlColumnType } from './sqlColumnType';
import { withDoubt } from './tableChanges';
import { withCheck, withForeignKey, withIndex, withPrimaryKey, withUnique } from './tableEdits';

/** The table with a column as SQL defines it. */
export function withSqlColumn(builder: SchemaBuilder, table: Table, column: SqlColumn): Table {
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

/** A column as SQL defines it, and what is not known of it. */
export function describeColumn(
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

/** The table with a constraint as SQL defines it. */
export function withSqlConstraint(builder: SchemaBuilder, table: Table, constraint: SqlConstraint): Table {
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
