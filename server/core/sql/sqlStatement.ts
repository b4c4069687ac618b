import type { TextRange } from '../text/textRange';

/** One statement of a text of SQL; the range lies in that text. */
export interface SqlStatement {
  readonly range: TextRange;
  readonly action: SqlAction;
}

/** A name with its schema. `name` is undefined where a part of it is not known. */
export interface SqlName {
  readonly schema: string | undefined;
  readonly name: string | undefined;
}

/** What a statement does. */
export type SqlAction =
  | SqlCreateTable
  | {
      readonly kind: 'drop-table';
      readonly tables: readonly SqlName[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: 'alter-table';
      readonly table: SqlName;
      readonly ifExists: boolean;
      readonly actions: readonly SqlAlteration[];
    }
  | {
      readonly kind: 'rename-tables';
      readonly renames: readonly { readonly from: SqlName; readonly to: SqlName }[];
    }
  | SqlCreateIndex
  | {
      readonly kind: 'drop-index';
      readonly names: readonly SqlName[];
      readonly table: SqlName | undefined;
      readonly ifExists: boolean;
      readonly concurrently: boolean;
    }
  | { readonly kind: 'rename-index'; readonly name: SqlName; readonly to: string | undefined }
  | {
      readonly kind: 'create-type';
      readonly name: SqlName;
      /** The labels of an enumeration; undefined for other types, or where they are not known. */
      readonly labels: readonly string[] | undefined;
      readonly isEnum: boolean;
    }
  | {
      readonly kind: 'drop-type';
      readonly names: readonly SqlName[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: 'alter-type'; readonly name: SqlName; readonly change: SqlTypeChange }
  | {
      readonly kind: 'create-schema' | 'drop-schema';
      readonly name: string | undefined;
      readonly cascade: boolean;
      readonly ifNotExists: boolean;
    }
  | {
      readonly kind: 'create-view' | 'drop-view';
      readonly name: SqlName;
      readonly isMaterialized: boolean;
    }
  | {
      readonly kind: 'comment';
      readonly table: SqlName;
      readonly column: string | undefined;
      readonly text: string | undefined;
    }
  | {
      readonly kind: 'data';
      readonly verb: string;
      readonly tables: readonly SqlName[];
      /** The columns that an UPDATE sets; undefined where they are not known, and for other statements. */
      readonly columns?: readonly string[];
      /** Whether an UPDATE sets a column where it is missing: `WHERE column IS NULL`. */
      readonly fillsMissing?: boolean;
    }
  /** Settings, transactions, functions and the like, which leave every table as it is. */
  | { readonly kind: 'other'; readonly verb: string }
  /** What may change tables in a way that is not read; `table` where that is known to be the only one. */
  | { readonly kind: 'opaque'; readonly reason: string; readonly table: SqlName | undefined };

export interface SqlCreateTable {
  readonly kind: 'create-table';
  readonly table: SqlName;
  readonly ifNotExists: boolean;
  readonly isTemporary: boolean;
  readonly columns: readonly SqlColumn[];
  readonly constraints: readonly SqlConstraint[];
  /** Why the columns are not all known. */
  readonly doubt: string | undefined;
}

export interface SqlCreateIndex {
  readonly kind: 'create-index';
  readonly name: string | undefined;
  readonly table: SqlName;
  /** Undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly expressions: readonly string[];
  readonly unique: boolean;
  readonly ifNotExists: boolean;
  readonly concurrently: boolean;
  /** From the column list on, for what may follow it: `WHERE …`, `INCLUDE …`. */
  readonly using: string | undefined;
  readonly where: string | undefined;
}

export type SqlTypeChange =
  | {
      readonly kind: 'add-value';
      readonly value: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
      readonly ifNotExists: boolean;
    }
  | { readonly kind: 'rename-value'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'set-schema'; readonly schema: string }
  | { readonly kind: 'other' };

/** A type of SQL: its words in upper case, what stands in parentheses, and how many `[]` follow. */
export interface SqlType {
  readonly name: string;
  readonly schema: string | undefined;
  /** Whether the name is quoted or may be that of a type of the project. */
  readonly written: string;
  readonly arguments: readonly string[];
  readonly dimensions: number;
  readonly isUnsigned: boolean;
}

export interface SqlColumn {
  readonly name: string | undefined;
  readonly type: SqlType | undefined;
  /** False for NOT NULL; undefined where nothing is said. */
  readonly nullable: boolean | undefined;
  readonly default: string | undefined;
  readonly comment: string | undefined;
  /** Whether values are generated: by a sequence, an identity or an expression. */
  readonly isGenerated: boolean;
  readonly constraints: readonly SqlConstraint[];
}

export type SqlConstraint =
  | { readonly kind: 'primary'; readonly name: string | undefined; readonly columns: readonly string[] }
  | { readonly kind: 'unique'; readonly name: string | undefined; readonly columns: readonly string[] }
  | {
      readonly kind: 'foreign';
      readonly name: string | undefined;
      readonly columns: readonly string[];
      readonly table: SqlName;
      readonly referredColumns: readonly string[];
      /** ON DELETE and the like, as written. */
      readonly options: string;
    }
  | { readonly kind: 'check'; readonly name: string | undefined; readonly text: string }
  | {
      readonly kind: 'index';
      readonly name: string | undefined;
      readonly columns: readonly string[];
      readonly unique: boolean;
    }
  | {
      readonly kind: 'using-index';
      readonly name: string | undefined;
      readonly index: string;
      readonly isPrimary: boolean;
    }
  | { readonly kind: 'other'; readonly name: string | undefined };

/** One action of ALTER TABLE. */
export type SqlAlteration =
  | { readonly kind: 'add-column'; readonly column: SqlColumn; readonly ifNotExists: boolean }
  | {
      readonly kind: 'drop-column';
      readonly column: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: 'set-type';
      readonly column: string;
      readonly type: SqlType | undefined;
      readonly using: string | undefined;
    }
  | { readonly kind: 'set-default'; readonly column: string; readonly default: string | undefined }
  | { readonly kind: 'set-nullable'; readonly column: string; readonly nullable: boolean }
  | { readonly kind: 'rename-column'; readonly column: string; readonly to: string }
  | { readonly kind: 'rename-table'; readonly to: SqlName }
  | { readonly kind: 'rename-constraint' | 'rename-index'; readonly name: string; readonly to: string }
  | { readonly kind: 'set-schema'; readonly schema: string }
  | { readonly kind: 'add-constraint'; readonly constraint: SqlConstraint; readonly notValid: boolean }
  | {
      readonly kind: 'drop-constraint';
      readonly name: string;
      readonly ifExists: boolean;
      readonly type: 'any' | 'foreign' | 'check' | 'unique';
    }
  | { readonly kind: 'drop-primary-key' }
  | { readonly kind: 'drop-index'; readonly name: string }
  /** MySQL's MODIFY and CHANGE, which describe the whole column anew. */
  | { readonly kind: 'change-column'; readonly column: string; readonly to: SqlColumn }
  | { readonly kind: 'generate'; readonly column: string; readonly generated: boolean }
  /** Storage, owners, triggers and the like. */
  | { readonly kind: 'other' }
  | { readonly kind: 'opaque'; readonly reason: string };

/** A statement that is not followed, and why. */
export function opaque(reason: string, table?: SqlName): SqlAction {
  return { kind: 'opaque', reason, table };
}
