import type { ColumnType } from '../operations/columnType';
import type { Value } from '../operations/value';
import type { TextRange } from '../text/textRange';

/** What a database holds after some revisions have run. Immutable. */
export interface Schema {
  /** By `tableKey`. */
  readonly tables: ReadonlyMap<string, Table>;
  /** The enumeration types of PostgreSQL, by `tableKey`. */
  readonly enumerations: ReadonlyMap<string, EnumerationType>;
  /** Views, by `tableKey`. */
  readonly views: ReadonlySet<string>;
  /** Why there may be other tables than these; undefined where there are none. */
  readonly doubt: string | undefined;
  /** What could not be read on the way here. */
  readonly unknownPlaces: readonly UnknownPlace[];
}

/** A place in a revision file that could not be read. */
export interface UnknownPlace {
  readonly revision: string;
  readonly file: string;
  readonly range: TextRange;
  readonly what: string;
}

export interface Table {
  /** Null for the default schema. */
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: PrimaryKey | null;
  readonly uniqueConstraints: readonly UniqueConstraint[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly indexes: readonly TableIndex[];
  readonly comment: string | null;
  /** Why what is said of it is not to be relied on. */
  readonly doubt: string | undefined;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** SQL as the DDL has it. */
  readonly default: string | null;
  /** What fills the column in place of a default. */
  readonly generated: Generated | null;
  readonly comment: string | null;
}

export type Generated =
  { readonly kind: 'identity' | 'computed'; readonly value: Value | undefined } | { readonly kind: 'serial' };

/** What constraints have in common. `databaseName` is the name that the database gave to one without. */
export interface Named {
  readonly name: string | null;
  readonly databaseName: string | null;
}

export interface PrimaryKey extends Named {
  readonly columns: readonly string[];
}

export interface UniqueConstraint extends Named {
  readonly columns: readonly string[];
}

export interface ForeignKey extends Named {
  readonly columns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  readonly options: ReadonlyMap<string, string | boolean>;
}

export interface Check extends Named {
  readonly text: string;
}

export interface TableIndex {
  readonly name: string | null;
  /** Null for an expression. */
  readonly columns: readonly (string | null)[];
  /** Columns and expressions as written. */
  readonly expressions: readonly string[];
  readonly unique: boolean;
  /** `postgresql_where` and the like, as given. */
  readonly options: ReadonlyMap<string, Value>;
  /** The condition of a partial index that SQL made. */
  readonly where: string | null;
  /** Whether MySQL made it for a foreign key: it goes once another index serves the key. */
  readonly isForKey?: true;
}

/** An enumeration type of PostgreSQL. */
export interface EnumerationType {
  readonly schema: string | null;
  readonly name: string;
  /** Undefined where they are not known. */
  readonly labels: readonly string[] | undefined;
}

/** An empty database. */
export const emptySchema: Schema = {
  tables: new Map(),
  enumerations: new Map(),
  views: new Set(),
  doubt: undefined,
  unknownPlaces: [],
};

export function tableKey(schema: string | null, name: string): string {
  return `${schema ?? ''}.${name}`;
}
