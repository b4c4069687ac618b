import { columnsNamedIn } from './objectNames';
import type { Table } from './schema';
import { OperationFails } from './schemaBuilder';
import type { SchemaBuilder } from './schemaBuilder';

/** Whether a constraint names the column, for which SQLite does not drop it. */
export function isConstrained(table: Table, name: string): boolean {
  const uses = (columns: readonly (string | null)[]): boolean => columns.includes(name);
  return (
    (table.primaryKey !== null && uses(table.primaryKey.columns)) ||
    table.uniqueConstraints.some(({ columns }) => uses(columns)) ||
    table.foreignKeys.some(({ columns }) => uses(columns)) ||
    table.checks.some(({ text }) => columnsNamedIn(text, table).includes(name)) ||
    table.columns.some((column) => column.generated !== null && column.name !== name)
  );
}

/** Fails the drop of a column that SQLite keeps, since an index or constraint of its table names it. */
export function requireDroppable({ isStrict, dialect }: SchemaBuilder, table: Table, name: string): void {
  if (!isStrict || dialect !== 'sqlite' || table.doubt !== undefined) return;
  const isIndexed = table.indexes.some(({ columns, expressions, where }) => {
    const texts = [...expressions, where].filter((text) => text !== null);
    return columns.includes(name) || texts.some((text) => columnsNamedIn(text, table).includes(name));
  });
  if (isIndexed || isConstrained(table, name))
    throw new OperationFails(
      `SQLite keeps the column ${name} of ${table.name}, which an index or constraint uses`,
    );
}
