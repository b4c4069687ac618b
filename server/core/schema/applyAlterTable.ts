import { hole } from '../sql/hole';
import type { SqlAction, SqlAlteration, SqlName } from '../sql/sqlStatement';
import { dropConstraint } from './dropConstraint';
import { NotRead, findColumn } from './operationTable';
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
import { withSqlColumn, describeColumn, withSqlConstraint } from './sqlTableParts';
import { renamedIndex, renamedConstraint } from './renameConstraint';
import { knownName, requireTable, Absent } from './sqlNames';
import { requireDroppable } from './sqliteColumns';

/** Applies the actions of one `ALTER TABLE`, one after the other. */
export function alterTable(
  builder: SchemaBuilder,
  action: Extract<SqlAction, { kind: 'alter-table' }>,
): void {
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
      requireDroppable(builder, table, found.name);
      builder.put(withoutColumn(table, found.name, builder.dialect));
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
      const to = knownName(action.to.name, 'the new name of a table is not known');
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
