import type { SqlStatement } from '../sql/sqlStatement';
import type { TextRange } from '../text/textRange';
import type { BatchTable, ConstructValue, DialectTest, Value } from './value';

/** What a migration does, in the order in which it does it. */
export type Operation = CallOperation | SqlOperation | DataOperation | ObjectOperation | OpaqueOperation;

/** A call of an operation of Alembic, its arguments bound to the real signature. */
export interface CallOperation extends OperationPlace {
  readonly kind: 'call';
  readonly receiver: 'op' | 'batch_op';
  readonly name: string;
  readonly nameRange: TextRange;
  /** The arguments by parameter. */
  readonly arguments: ReadonlyMap<string, Value>;
  /** What the parameter `*name` takes. */
  readonly rest: readonly Value[];
  /** What the parameter `**name` takes, such as `postgresql_using`. */
  readonly options: ReadonlyMap<string, Value>;
  /** Why arguments may be missing; undefined where all are here. */
  readonly doubt: string | undefined;
  /** Why the project's Alembic raises a TypeError here, as a sentence without its full stop. */
  readonly refusal: string | undefined;
}

/** SQL that is executed, split into its statements. */
export interface SqlOperation extends OperationPlace {
  readonly kind: 'sql';
  readonly text: string;
  readonly statements: readonly SqlStatement[];
  /** Where the text begins in the file, where it is one literal without escapes. */
  readonly textStart: number | undefined;
}

/** Rows that an expression of SQLAlchemy or a session writes. */
export interface DataOperation extends OperationPlace {
  readonly kind: 'data';
  readonly verb: 'insert' | 'update' | 'delete' | 'write';
  /** Undefined where it is not known. */
  readonly table: string | undefined;
  /** The columns that an update sets; undefined where they are not known. */
  readonly columns: readonly string[] | undefined;
}

/** A type or table that creates or drops itself, such as `sa.Enum(…).create(op.get_bind())`. */
export interface ObjectOperation extends OperationPlace {
  readonly kind: 'object';
  readonly action: 'create' | 'drop';
  readonly object: ConstructValue;
  /** Whether the database is asked first whether it is there. */
  readonly checkFirst: boolean;
}

/** What can't be read. */
export interface OpaqueOperation extends OperationPlace {
  readonly kind: 'opaque';
  /** Why it can't be read, as a sentence without its full stop. */
  readonly reason: string;
  /** The tables that it may touch; undefined for any. */
  readonly tables: readonly string[] | undefined;
}

export interface OperationPlace {
  /** The whole call, in the file. */
  readonly range: TextRange;
  readonly context: OperationContext;
}

/** What stands around an operation. */
export interface OperationContext {
  readonly batch: BatchTable | undefined;
  readonly isAutocommit: boolean;
  /** The tests of the dialect that let it run. */
  readonly dialects: readonly DialectTest[];
  /** Why it may not run; undefined where it does. */
  readonly doubt: string | undefined;
  /** Whether it depends on what the database holds. */
  readonly isLive: boolean;
  /** The calls of the file's own functions that lead here, outermost first. */
  readonly calls: readonly TextRange[];
  /** The loop around it. */
  readonly loop: TextRange | undefined;
}
