import { columnType } from '../operations/columnType';
import { nameOf } from '../operations/columnNames';
import { serverDefault } from '../operations/serverDefault';
import type { CallOperation } from '../operations/operation';
import { truthOf } from '../operations/value';
import type { Dialect } from './dialect';
import type { Table } from './schema';
import type { SchemaBuilder } from './schemaBuilder';
import { withColumn } from './tableChanges';
import { defaultText } from './tableEdits';

/**
 * What MODIFY and CHANGE of MySQL do besides: they describe the column anew, so that what Alembic was not
 * told of it is lost. It mirrors `MySQLImpl.alter_column`.
 */
export function withMysqlDescription(
  { dialect }: SchemaBuilder,
  table: Table,
  name: string,
  operation: CallOperation,
): Table {
  const given = (parameter: string): boolean => {
    const value = operation.arguments.get(parameter);
    return value !== undefined && value.kind !== 'none';
  };
  const describes =
    given('new_column_name') ||
    given('type_') ||
    given('nullable') ||
    operation.options.has('autoincrement') ||
    operation.arguments.has('comment') ||
    (isTimed(operation, dialect) && operation.arguments.get('server_default')?.kind !== 'none');
  if (!describes) return table;
  return withColumn(table, name, (column) => {
    const existing = operation.arguments.get('existing_nullable');
    const nullable = given('nullable') ? column.nullable : existing ? (truthOf(existing) ?? true) : true;
    const kept = operation.arguments.get('existing_server_default');
    const isDefaultGiven = operation.arguments.has('server_default');
    const keptDefault = kept && kept.kind !== 'boolean' ? defaultText(serverDefault(kept)) : null;
    const comment = operation.arguments.get('comment');
    const isCommentGiven = comment !== undefined && comment.kind !== 'boolean';
    const isKey = table.primaryKey?.columns.includes(name) ?? false;
    return {
      ...column,
      nullable: isKey ? false : nullable,
      default: isDefaultGiven ? column.default : keptDefault,
      comment: isCommentGiven
        ? column.comment
        : (nameOf(operation.arguments.get('existing_comment')) ?? null),
    };
  });
}

/** Whether Alembic takes the column for one of a date and time, whose default only CHANGE can set. */
function isTimed({ arguments: given }: CallOperation, dialect: Dialect): boolean {
  const type = given.get('type_') ?? given.get('existing_type');
  return type !== undefined && /^(?:DateTime|DATETIME|TIMESTAMP)/.test(columnType(type, dialect)?.text ?? '');
}
