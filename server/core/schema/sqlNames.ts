import type { SqlName } from '../sql/sqlStatement';
import { NotRead, missingTable } from './operationTable';
import type { Table } from './schema';
import type { SchemaBuilder } from './schemaBuilder';

/** A name that is known; throws NotRead for one that is not. */
export function knownName(name: string | undefined, reason: string): string {
  if (name === undefined) throw new NotRead(reason, undefined);
  return name;
}

/** The name and schema of a table as SQL writes them. */
export function placeOf(
  builder: SchemaBuilder,
  { schema, name }: SqlName,
): { readonly name: string; readonly schema: string | null; readonly writtenSchema: string | null } {
  return {
    name: knownName(name, 'the name of a table is not known'),
    schema: builder.schemaName(schema),
    writtenSchema: schema ?? null,
  };
}

/** The table of a name. Throws Absent where there is none and none is needed. */
export function requireTable(builder: SchemaBuilder, name: SqlName, ifExists: boolean): Table {
  const place = placeOf(builder, name);
  const table = builder.find(place.name, place.schema) ?? missingTable(builder, place, ifExists);
  if (!table) throw new Absent();
  return table;
}

/** Thrown for a table that is not there and, by `IF EXISTS`, need not be. */
export class Absent extends Error {}
