import type { ForeignKeyDefinition } from '../operations/foreignKeyDefinition';
import { tableKey } from './schema';
import type { Table } from './schema';
import { OperationFails } from './schemaBuilder';
import type { SchemaBuilder } from './schemaBuilder';

/** Fails a foreign key to a table that was there before the branches and is gone; SQLite does not look. */
export function requireReferred(
  builder: SchemaBuilder,
  { referredTable, referredSchema }: ForeignKeyDefinition,
): void {
  const { origin, dialect } = builder;
  if (!origin || dialect === 'sqlite') return;
  const schema = builder.schemaName(referredSchema);
  if (!origin.tables.has(tableKey(schema, referredTable)) || builder.find(referredTable, schema)) return;
  throw new OperationFails(`There is no table ${referredTable}`);
}

/** Fails the drop of a table to which a foreign key of another leads; SQLite does not look. */
export function requireUnreferred({ isStrict, dialect, tables }: SchemaBuilder, table: Table): void {
  if (!isStrict || dialect === 'sqlite') return;
  for (const other of tables) {
    if (other.doubt !== undefined || (other.name === table.name && other.schema === table.schema)) continue;
    const isReferred = other.foreignKeys.some(
      ({ referredTable, referredSchema }) => referredTable === table.name && referredSchema === table.schema,
    );
    if (isReferred) throw new OperationFails(`There is a foreign key of ${other.name} to ${table.name}`);
  }
}
