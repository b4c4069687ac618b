import type { Schema, Table } from '../schema/schema';

/** A table as the command line prints it. */
export interface TableAnswer {
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly nullable: boolean;
    readonly default: string | null;
  }[];
  readonly primaryKey: { readonly name: string | null; readonly columns: readonly string[] } | null;
  readonly uniqueConstraints: readonly {
    readonly name: string | null;
    readonly columns: readonly string[];
  }[];
  readonly foreignKeys: readonly {
    readonly name: string | null;
    readonly columns: readonly string[];
    readonly referredSchema: string | null;
    readonly referredTable: string;
    readonly referredColumns: readonly string[];
  }[];
  readonly checks: readonly { readonly name: string | null; readonly text: string }[];
  readonly indexes: readonly {
    readonly name: string | null;
    readonly columns: readonly (string | null)[];
    readonly unique: boolean;
  }[];
  /** False where something that could not be read touched the table. */
  readonly certain: boolean;
}

/** The tables of a schema as plain data, by schema and name. */
export function tableAnswers(schema: Schema): readonly TableAnswer[] {
  return [...schema.tables.values()]
    .filter(({ name }) => name !== 'alembic_version')
    .sort((a, b) => compare(a.schema ?? '', b.schema ?? '') || compare(a.name, b.name))
    .map(tableAnswer);
}

function tableAnswer(table: Table): TableAnswer {
  return {
    schema: table.schema,
    name: table.name,
    columns: table.columns.map(({ name, type, nullable, default: value }) => ({
      name,
      type: type.text,
      nullable,
      default: value,
    })),
    primaryKey: table.primaryKey && { name: table.primaryKey.name, columns: table.primaryKey.columns },
    uniqueConstraints: table.uniqueConstraints.map(({ name, columns }) => ({ name, columns })),
    foreignKeys: table.foreignKeys.map(
      ({ name, columns, referredSchema, referredTable, referredColumns }) => ({
        name,
        columns,
        referredSchema,
        referredTable,
        referredColumns,
      }),
    ),
    checks: table.checks.map(({ name, text }) => ({ name, text })),
    indexes: table.indexes.map(({ name, columns, unique }) => ({ name, columns, unique })),
    certain: table.doubt === undefined,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
