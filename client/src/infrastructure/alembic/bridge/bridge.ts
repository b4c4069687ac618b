import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildRun } from '../process/childRun';
import type { ChildCommand, OutputLine } from '../process/childRun';
import { SecretMask } from '../output/secretMask';
import { readAnswer } from './readAnswer';

/** What `bridge.py` says about one database. The URL's password was masked before it left Python. */
export interface DatabaseState {
  /** The engine's name where env.py runs several, else null. */
  readonly name: string | null;
  readonly dialect: string;
  readonly driver: string | null;
  readonly url: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly database: string | null;
  readonly user: string | null;
  /** The real path of an SQLite file, which for a relative one depends on where Alembic runs; else null. Absent where it is not known. */
  readonly file?: string | null;
  readonly versionTable: string | null;
  readonly versionTableSchema: string | null;
  /** Whether changes of tables are part of a transaction, as Alembic takes it; absent where it is not known. */
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
    | 'cannotConnect'
    | 'wrongPassword'
    | 'environmentRaised'
    | 'settingMissing'
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
}

/** Which configuration a question is about, as Alembic's `-c`, `-n` and `-x` take it. */
export interface BridgeTarget {
  readonly config: string | null;
  readonly section: string;
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
  /** What differs, in a few words: a type, columns, a changed nullability; null where the operation says all. */
  readonly detail: string | null;
  /** The Python that a revision would have. */
  readonly code: string;
  /** Where the table's model is, the line counted from one; null where no class and no Table of the project makes it. */
  readonly file: string | null;
  readonly line: number | null;
}

/** In what the models and the databases differ. */
export interface CompareAnswer {
  readonly databases: readonly DatabaseState[];
  readonly differences: readonly ModelDifference[];
  /** Real paths of the files that say what the models are, env.py among them; none where only the command line was asked. */
  readonly modelFiles: readonly string[];
}

/** A question to `bridge.py`. */
export type BridgeRequest =
  | { readonly ask: 'probe' }
  | ({
      readonly ask: 'current';
      /** A folder whose modules are to be named where env.py imports some. */
      readonly notFrom?: string;
    } & BridgeTarget)
  | ({ readonly ask: 'sql'; readonly parts: readonly SqlPart[] } & BridgeTarget)
  | ({ readonly ask: 'compare' } & BridgeTarget);

/** An answer of `bridge.py`. */
export type BridgeAnswer<Result> = { readonly result: Result } | { readonly error: BridgeError };

/** How `bridge.py` is run: with which interpreter, where, and what becomes of its output. */
export interface BridgeRun {
  readonly bridgeFile: string;
  readonly interpreter: string;
  /** What stands between the interpreter and the bridge: the rest of `uv run python`. */
  readonly interpreterArguments?: readonly string[];
  readonly workingDirectory: string;
  readonly environment: ChildCommand['environment'];
  readonly onLine: (line: OutputLine) => void;
  /** Gets the process as soon as it runs, so that a person can stop it. */
  readonly onStart?: (run: ChildRun) => void;
}

/** Asks which databases env.py visits and where they stand; writes nothing to them. */
export function askCurrent(
  run: BridgeRun,
  request: Extract<BridgeRequest, { ask: 'current' }>,
): Promise<BridgeAnswer<CurrentAnswer>> {
  return askBridge(run, request);
}

/** Asks for the SQL of each part, per database that env.py visits; nothing is run. */
export function askSql(
  run: BridgeRun,
  request: Extract<BridgeRequest, { ask: 'sql' }>,
): Promise<BridgeAnswer<{ readonly parts: readonly SqlPartAnswer[] }>> {
  return askBridge(run, request);
}

/** Asks in what the models and the databases differ; writes nothing to them. */
export function askCompare(
  run: BridgeRun,
  request: Extract<BridgeRequest, { ask: 'compare' }>,
): Promise<BridgeAnswer<CompareAnswer>> {
  return askBridge(run, request);
}

/** Asks which Python, Alembic and SQLAlchemy an interpreter has. */
export function askProbe(run: BridgeRun): Promise<BridgeAnswer<InterpreterProbe>> {
  return askBridge(run, { ask: 'probe' });
}

async function askBridge<Result>(run: BridgeRun, request: BridgeRequest): Promise<BridgeAnswer<Result>> {
  // A file rather than stdout: env.py may print, log or exit, and none of it may spoil the answer.
  const folder = await mkdtemp(join(tmpdir(), 'alembic-workbench-'));
  const answerFile = join(folder, 'answer.json');
  try {
    const child = new ChildRun(
      {
        program: run.interpreter,
        arguments: [...(run.interpreterArguments ?? []), run.bridgeFile, answerFile, JSON.stringify(request)],
        workingDirectory: run.workingDirectory,
        environment: run.environment,
      },
      run.onLine,
    );
    run.onStart?.(child);
    const end = await child.end;
    if (end.error)
      return noAnswer('noAnswer', `${run.interpreter} could not be started: ${end.error.message}`);
    const text = await readFile(answerFile, 'utf8').catch(() => undefined);
    if (text !== undefined) return readAnswer<Result>(text, request.ask) ?? noAnswer('noAnswer', unreadable);
    if (end.signal) return noAnswer('interrupted', `Python was ended by ${end.signal}.`);
    const lastLine = end.output.findLast((line) => line.text.trim() !== '')?.text.trim();
    const reason = lastLine ?? `Python ended with code ${end.exitCode ?? '?'} before it gave an answer.`;
    return noAnswer('noAnswer', new SecretMask(run.environment).mask(reason));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const unreadable =
  "Python's answer can't be read, perhaps because it was stopped while it wrote it, or because env.py wrote over it; try again, and look at the log.";

function noAnswer(kind: 'noAnswer' | 'interrupted', message: string): { readonly error: BridgeError } {
  return { error: { kind, type: '', message, file: null, line: null } };
}
