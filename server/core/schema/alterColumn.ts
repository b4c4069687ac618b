import { columnType } from '../operations/columnType';
import type { CallOperation } from '../operations/operation';
import { serverDefault } from '../operations/serverDefault';
import type { ServerDefault } from '../operations/serverDefault';
import { nameOf } from '../operations/columnNames';
import { doubtOf, textOf, truthOf } from '../operations/value';
import type { Value } from '../operations/value';
import { isMysql } from './dialect';
import { withMysqlDescription } from './mysqlColumns';
import { NotRead, failUnlessDoubtful, findColumn } from './operationTable';
import type { Column, Table } from './schema';
import type { SchemaBuilder } from './schemaBuilder';
import { withColumn, withDoubt, withRenamedColumnIn } from './tableChanges';
import { defaultText, generatedBy, useType } from './tableEdits';

/** The renaming that an `alter_column` is, or includes. */
export function renamedColumn(
  operation: CallOperation,
): { readonly from: string; readonly to: string } | undefined {
  if (operation.name !== 'alter_column') return undefined;
  const from = textOf(operation.arguments.get('column_name'));
  const to = textOf(operation.arguments.get('new_column_name'));
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

export function alteredColumn(builder: SchemaBuilder, table: Table, operation: CallOperation): Table {
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

export function reasonOf(value: Value | undefined, otherwise: string): string {
  return (value && doubtOf(value)) ?? otherwise;
}
