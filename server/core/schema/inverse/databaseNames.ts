import type { Schema } from '../schema';

/** The schema with the names that the database gave to what has none. */
export function withDatabaseNames(schema: Schema): Schema {
  const named = <Each extends { readonly name: string | null; readonly databaseName: string | null }>(
    each: Each,
  ): Each => ({ ...each, name: each.name ?? each.databaseName });
  const tables = [...schema.tables].map(
    ([key, table]) =>
      [
        key,
        {
          ...table,
          primaryKey: table.primaryKey && named(table.primaryKey),
          uniqueConstraints: table.uniqueConstraints.map(named),
          foreignKeys: table.foreignKeys.map(named),
          checks: table.checks.map(named),
        },
      ] as const,
  );
  return { ...schema, tables: new Map(tables) };
}
