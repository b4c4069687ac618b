import type { Refusal } from '../output/refusal';
import type { AlembicProgram } from './askedCommand';

/**
 * Who a database is, as its connection says it, and where it stands. The URL's password was masked before it
 * left Python.
 */
export interface DatabaseState {
  /** The engine's name where env.py runs several, else null. */
  readonly name: string | null;
  readonly dialect: string;
  readonly driver: string | null;
  readonly url: string | null;
  /** What the driver has reached; the path of a socket. */
  readonly host: string | null;
  readonly port: number | null;
  /** Address or name and port that the server itself tells; absent where it told none. */
  readonly server?: string | null;
  readonly serverPort?: number | null;
  readonly database: string | null;
  /** Whether it is gone with its connection; absent where that is not known. */
  readonly inMemory?: boolean;
  readonly user: string | null;
  /**
   * The real path of an SQLite file, which for a relative one depends on where Alembic runs; else null.
   * Absent where it is not known.
   */
  readonly file?: string | null;
  /** Whether there is no such SQLite file yet; absent where that is not known. */
  readonly isMissing?: boolean;
  /** As the server tells it; absent where it told none. */
  readonly serverVersion?: string | null;
  /** The schema in which tables are looked for first; absent where there is none or it is not known. */
  readonly schema?: string | null;
  readonly searchPath?: string | null;
  readonly versionTable: string | null;
  readonly versionTableSchema: string | null;
  /** True where only the URL was read, which may lead elsewhere. */
  readonly isFromUrl?: boolean;
  /** What tells it from others of the same answer that would be called the same. */
  readonly apart?: readonly string[];
  /**
   * Whether changes of tables are part of a transaction, as Alembic takes it; absent where it is not known.
   */
  readonly transactionalDdl?: boolean;
  /** Rows of the version table. */
  readonly heads: readonly string[];
}

/** Where Alembic really took its files from. Paths without symbolic links. */
export interface ScriptPlaces {
  readonly directory: string;
  readonly versionLocations: readonly string[];
  /** Files of imported modules below the folder that was named for it, without what is installed. */
  readonly modules: readonly string[];
  /** What else of the folder was read, without revision files: settings of the project. */
  readonly read: readonly string[];
}

/** Where databases stand. */
export interface CurrentAnswer {
  readonly databases: readonly DatabaseState[];
  /** Absent where the bridge was not asked. */
  readonly scripts?: ScriptPlaces;
}

/** What an interpreter has. */
export interface InterpreterProbe {
  readonly python: string;
  readonly executable: string;
  readonly alembic: string;
  readonly sqlalchemy: string;
}

/** Why `bridge.py` has no result. */
export interface BridgeError {
  readonly kind:
    | 'alembicMissing'
    | 'alembicTooOld'
    | 'driverMissing'
    /** The URL names a dialect or a driver that there is not. */
    | 'dialectMisspelt'
    /** What is to be the URL can't be read as one. */
    | 'notAUrl'
    /** What a database refuses, over a connection or instead of one. */
    | Refusal
    /** A percent sign in a value of the configuration. */
    | 'percentSign'
    /** A driver for asyncio alone, whose name is the message, on another engine. */
    | 'asynchronousDriver'
    /** An option that the driver does not know. */
    | 'driverOption'
    /** A dialect that Alembic has nothing for. */
    | 'dialectWithoutAlembic'
    /** A section of logging that the config file does not have. */
    | 'loggingSections'
    /** A module of the project and the folder that has it, parted by a blank. */
    | 'moduleElsewhere'
    | 'environmentRaised'
    /** A run on copies reached for a database that is none, which the message says. */
    | 'anotherDatabase'
    | 'settingMissing'
    /** A value of `-x`, whose name is the message. */
    | 'argumentMissing'
    /** A person was to answer in a terminal. */
    | 'asksInTerminal'
    /** A revision reads what only a database has, and SQL is written out without one. */
    | 'needsDatabase'
    | 'environmentExited'
    | 'noDatabase'
    | 'alembic'
    | 'other'
    /** The process could not be started or ended without an answer. */
    | 'noAnswer'
    /** The command that stands in Alembic's place failed. */
    | 'commandFailed'
    /** A person stopped it. */
    | 'interrupted';
  readonly type: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  /** The scheme of a URL, and the one to be written in its place; where it is misspelt. */
  readonly replace?: { readonly from: string; readonly to: string } | null;
}

/** The command in whose place a question is asked, as `bridge.py` reads it. */
interface BridgeCommand {
  readonly program: AlembicProgram;
  readonly config: string | null;
  readonly arguments: readonly string[];
}

/** SQL to be written out without running it: from rows of the version table to a target. */
export interface SqlPart {
  readonly direction: 'upgrade' | 'downgrade';
  /** Rows of the version table; none for an empty database. */
  readonly start: readonly string[];
  readonly target: string;
  /** The target's own step alone. */
  readonly only?: boolean;
}

/** What Alembic would send to one database, as `--sql` writes it. */
export interface SqlScript {
  /** The engine's name where env.py runs several, else null. */
  readonly name: string | null;
  readonly dialect: string;
  readonly sql: string;
  /** Whether something in it was hidden before it left Python; absent where the bridge was not asked. */
  readonly masked?: boolean;
}

/** The SQL of one part, or why it can't be written out although others can. */
export type SqlPartAnswer = { readonly scripts: readonly SqlScript[] } | { readonly error: BridgeError };

/** Something in which the models and a database differ, as autogenerate finds it. */
export interface ModelDifference {
  /** The engine's name where env.py runs several, else null. */
  readonly database: string | null;
  /** Alembic's operation in words: `add column`, `create table` … */
  readonly operation: string;
  readonly schema: string | null;
  readonly table: string | null;
  /** Of a column, an index or a constraint. */
  readonly name: string | null;
  /**
   * What differs, in a few words: a type, columns, a changed nullability; null where the operation says all.
   */
  readonly detail: string | null;
  /** The Python that a revision would have. */
  readonly code: string;
  /**
   * Where the table's model is, the line counted from one; null where no class and no Table of the project
   * makes it.
   */
  readonly file: string | null;
  readonly line: number | null;
}

/** In what the models and the databases differ. */
export interface CompareAnswer {
  readonly databases: readonly DatabaseState[];
  readonly differences: readonly ModelDifference[];
  /**
   * Real paths of the files that say what the models are, env.py among them; none where only the command line
   * was asked.
   */
  readonly modelFiles: readonly string[];
}

/** A database that may be copied, and its copy. */
export interface CopyWish extends Partial<
  Pick<DatabaseState, 'file' | 'database' | 'host' | 'port' | 'server' | 'serverPort'>
> {
  /** The path of the copy, or its name on the same server. */
  readonly to: string;
}

/** What came of an upgrade of copies. */
export interface CopiesAnswer {
  /** The copies that were made, by their `to`; also where the upgrade failed. */
  readonly made: readonly string[];
  /** The copies, and where they stand. */
  readonly databases: readonly DatabaseState[];
  readonly failure: BridgeError | null;
}

/** A question to `bridge.py`. */
export type BridgeRequest =
  | { readonly ask: 'probe' }
  | ({
      readonly ask: 'current';
      readonly words: readonly string[];
      /** A folder whose modules are to be named where env.py imports some. */
      readonly notFrom?: string | undefined;
    } & BridgeCommand)
  | ({
      readonly ask: 'sql';
      readonly parts: readonly (SqlPart & { readonly words: readonly string[] })[];
    } & BridgeCommand)
  | ({ readonly ask: 'compare'; readonly words: readonly string[] } & BridgeCommand)
  | ({
      readonly ask: 'upgradeCopies' | 'dropCopies';
      readonly words: readonly string[];
      readonly upgradeWords: readonly string[];
      readonly target: string;
      readonly copies: readonly CopyWish[];
    } & BridgeCommand);

/** An answer of `bridge.py`. */
export type BridgeAnswer<Result> = { readonly result: Result } | { readonly error: BridgeError };
