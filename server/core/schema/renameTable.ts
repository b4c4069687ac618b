import { missingTable } from './operationTable';
import type { TablePlace } from './operationTable';
import type { Table } from './schema';
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
  builder.put({ ...table, name: to, schema });
  builder.putAll((other) =>
    withRenamedReference(other, table, (key) => ({ ...key, referredTable: to, referredSchema: schema })),
  );
}
