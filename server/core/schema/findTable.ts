import type { Schema, Table } from './schema';
import { tableKey } from './schema';

/** A table by its name as it is written: in its schema, else in the only one that has it; any case. */
export function findTable({ tables }: Schema, schema: string | null, name: string): Table | undefined {
  const exact = tables.get(tableKey(schema, name));
  if (exact) return exact;
  const wanted = name.toLowerCase();
  const namesakes = [...tables.values()].filter((table) => table.name.toLowerCase() === wanted);
  return (
    namesakes.find((table) => table.schema === schema) ?? (namesakes.length === 1 ? namesakes[0] : undefined)
  );
}
