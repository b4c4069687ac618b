import { isMysql } from './dialect';
import type { Dialect } from './dialect';
import { missingTable } from './operationTable';
import type { TablePlace } from './operationTable';
import type { Named, Table } from './schema';
import { OperationFails } from './schemaBuilder';
import type { SchemaBuilder } from './schemaBuilder';
import { withRenamedReference } from './tableChanges';

/** Foreign keys of other tables follow a column that is renamed. */
export function renameReferences(
  builder: SchemaBuilder,
  table: Pick<Table, 'schema' | 'name'>,
  from: string,
  to: string,
): void {
  builder.putAll((other) =>
    withRenamedReference(other, table, (key) => ({
      ...key,
      referredColumns: key.referredColumns.map((column) => (column === from ? to : column)),
    })),
  );
}

/** MySQL renames keys and checks that have names of its own after the table. */
function renamedWithTable(
  dialect: Dialect,
  { name: from, foreignKeys, checks }: Table,
  to: string,
): Pick<Table, 'foreignKeys' | 'checks'> {
  if (!isMysql(dialect)) return { foreignKeys, checks };
  const renamed = <Each extends Named>(each: Each, middle: string): Each => {
    const next = (name: string | null): string | null =>
      name?.startsWith(`${from}${middle}`) === true ? to + name.slice(from.length) : name;
    return { ...each, name: next(each.name), databaseName: next(each.databaseName) };
  };
  return {
    foreignKeys: foreignKeys.map((key) => renamed(key, '_ibfk_')),
    checks: dialect === 'mysql' ? checks.map((check) => renamed(check, '_chk_')) : checks,
  };
}

/** Renames a table; foreign keys of others follow. */
export function renameTable(
  builder: SchemaBuilder,
  place: TablePlace,
  to: string,
  schema = place.schema,
): void {
  const table = builder.find(place.name, place.schema) ?? missingTable(builder, place, false);
  if (!table) return;
  if (
    builder.find(to, schema)?.doubt === undefined &&
    builder.find(to, schema) &&
    to.toLowerCase() !== place.name.toLowerCase()
  )
    throw new OperationFails(`There is a table ${to} already`);
  builder.remove(table);
  builder.put({ ...table, name: to, schema, ...renamedWithTable(builder.dialect, table, to) });
  builder.putAll((other) =>
    withRenamedReference(other, table, (key) => ({ ...key, referredTable: to, referredSchema: schema })),
  );
}
