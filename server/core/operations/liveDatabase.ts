/**
 * What the database is known to hold at a point of a migration; everything is undefined where that is not
 * known.
 */
export interface LiveDatabase {
  /** The names of the tables of a schema, the default one without a name. */
  tableNames(schema: string | undefined): readonly string[] | undefined;
  hasTable(name: string, schema: string | undefined): boolean | undefined;
  /** Undefined for a table that is not there too. */
  table(name: string, schema: string | undefined): LiveTable | undefined;
  hasEnum(name: string): boolean | undefined;
}

/** A table as an inspector describes it. */
export interface LiveTable {
  readonly columns: readonly { readonly name: string; readonly nullable: boolean }[];
  readonly primaryKey: { readonly name: string | null; readonly columns: readonly string[] } | undefined;
  readonly indexes: readonly {
    readonly name: string | null;
    readonly columns: readonly string[];
    readonly unique: boolean;
  }[];
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
}
