import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Dialect } from '../schema/dialect';
import type { Schema } from '../schema/schema';
import type { SchemaMemory } from '../schema/schemaAt';
import { ancestorsInOrder } from '../schema/schemaAt';

/** A table that revisions name, with the columns that they name. */
export interface TableNames {
  readonly name: string;
  readonly columns: readonly string[];
  /** Whether the heads have the table. */
  readonly isThere: boolean;
}

/** The tables and columns at the heads, and those that files touch that were replayed already; by name. */
export function schemaNames(
  snapshot: EnvironmentSnapshot,
  heads: Schema | undefined,
  dialect: Dialect,
  { touches }: SchemaMemory,
): readonly TableNames[] {
  const tables = new Map<string, { readonly columns: Set<string>; isThere: boolean }>();
  const tableOf = (name: string): { readonly columns: Set<string>; isThere: boolean } => {
    let table = tables.get(name);
    if (!table) tables.set(name, (table = { columns: new Set(), isThere: false }));
    return table;
  };
  for (const { name, columns } of heads?.tables.values() ?? []) {
    const table = tableOf(name);
    table.isThere = true;
    for (const column of columns) table.columns.add(column.name);
  }
  for (const file of ancestorsInOrder(snapshot, [...snapshot.map.revisions.keys()]))
    for (const { touched } of touches?.find(dialect, file) ?? [])
      for (const { table, columns, newTable, renamed } of touched) {
        const names = tableOf(table).columns;
        for (const column of columns) names.add(column);
        if (renamed) names.add(renamed.to);
        if (newTable !== undefined) tableOf(newTable);
      }
  return [...tables]
    .filter(([name]) => name !== 'alembic_version')
    .map(([name, { columns, isThere }]) => ({ name, columns: [...columns].sort(), isThere }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
