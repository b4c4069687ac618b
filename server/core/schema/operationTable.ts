import type { CallOperation } from '../operations/operation';
import { nameOf } from '../operations/columnNames';
import { doubtOf, textOf, truthOf } from '../operations/value';
import type { Value } from '../operations/value';
import type { Column, Table } from './schema';
import { OperationFails } from './schemaBuilder';
import type { SchemaBuilder } from './schemaBuilder';
import { withDoubt } from './tableChanges';
import { newTable } from './tableEdits';

/** Thrown for an operation whose effect on tables is unknown. */
export class NotRead extends Error {
  constructor(
    readonly reason: string,
    /** The tables that it may touch; undefined for any. */
    readonly tables: readonly string[] | undefined,
  ) {
    super(reason);
  }
}

/** The table that an operation is about. */
export interface TablePlace {
  readonly name: string;
  /** The schema as it is written, and as it is kept. */
  readonly writtenSchema: string | null;
  readonly schema: string | null;
}

/** The names of the table and its schema. */
export function placeOf(builder: SchemaBuilder, operation: CallOperation): TablePlace {
  const { batch } = operation.context;
  return tablePlace(builder, batch ? batch.arguments : operation.arguments, operation.options);
}

/** The same by the arguments that name them. */
export function tablePlace(
  builder: SchemaBuilder,
  from: ReadonlyMap<string, Value>,
  options: ReadonlyMap<string, Value>,
): TablePlace {
  const given = from.get('table_name') ?? from.get('source_table');
  const written = nameOf(from.get('schema') ?? from.get('source_schema') ?? options.get('schema'));
  const name = textOf(given);
  if (name === undefined)
    throw new NotRead(
      `the name of the table is not known${given ? `: ${doubtOf(given) ?? ''}` : ''}`,
      undefined,
    );
  if (written === undefined) throw new NotRead('the schema of the table is not known', [name]);
  return { name, writtenSchema: written, schema: builder.schemaName(written) };
}

/**
 * Placeholder for an unknown table: one that none of these revisions makes, or that an unread place makes.
 * Undefined where the operation allows its absence.
 */
export function missingTable(
  builder: SchemaBuilder,
  place: TablePlace,
  isAllowed: boolean,
): Table | undefined {
  if (isAllowed) return undefined;
  if (builder.doubt === undefined && (builder.isCaught || builder.isStrict))
    throw new OperationFails(`There is no table ${place.name}`);
  return withDoubt(newTable(place.schema, place.name), builder.doubt ?? 'No revision makes this table');
}

/** Fails the operation as a database would; a doubtful table may be as the operation needs it. */
export function failUnlessDoubtful(table: Table, reason: string): Table {
  if (table.doubt !== undefined) return table;
  throw new OperationFails(reason);
}

export function findColumn(table: Table, name: string): Column | undefined {
  return (
    table.columns.find((column) => column.name === name) ??
    table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
  );
}

export function isSet(value: Value | undefined): boolean {
  return value !== undefined && truthOf(value) === true;
}
