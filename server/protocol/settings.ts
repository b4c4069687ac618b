/** The settings that the server reads, with their defaults. A test holds the manifest against them. */
export interface ServerSettings {
  /** Config files and sections to read in place of discovery; paths relative to the workspace folder. */
  readonly configFiles: readonly (string | { readonly file: string; readonly section?: string })[];
  /** Severity by rule id. */
  readonly rules: Readonly<Record<string, RuleLevel>>;
  /** The branch that deployed revisions are on; empty for origin/HEAD, main or master. */
  readonly mainBranch: string;
  /** Whether something stands above the functions of revisions. */
  readonly codeLens: boolean;
}

export type RuleLevel = 'error' | 'warning' | 'information' | 'hint' | 'off';

export const defaultServerSettings: ServerSettings = {
  configFiles: [],
  rules: {},
  mainBranch: '',
  codeLens: true,
};

/** How Alembic is started. Each of them can also be said for a single environment. */
export interface RunnerSettings {
  /** Python that runs Alembic; empty to find one. */
  readonly interpreter: string;
  /** Program and first arguments that are run in place of Python's Alembic; empty for none. */
  readonly command: readonly string[];
  /**
   * The project's own command lines, by the commands of Alembic that they stand for; under other names what
   * is run beside them.
   */
  readonly commandLines: Readonly<Record<string, string>>;
  /** Options of Alembic itself, before its command. */
  readonly extraArguments: readonly string[];
  /** Values of Alembic's option `-x`. */
  readonly xArguments: readonly string[];
  /** Environment variables; null takes one away. */
  readonly env: Readonly<Record<string, string | null>>;
  /** A file of `NAME=value` lines; empty for none. */
  readonly envFile: string;
}

/** The settings that only the client reads, with their defaults. */
export interface ClientSettings extends RunnerSettings {
  /** What differs for single environments, by their labels. */
  readonly environments: Readonly<Record<string, Partial<RunnerSettings>>>;
  /** When a person is asked before something is written. */
  readonly confirm: 'always' | 'notForLocalSqlite';
  /** Patterns of databases whose name has to be typed before something is written. */
  readonly typeNameFor: readonly string[];
  /** Patterns of databases to which nothing is written from here. */
  readonly refuseFor: readonly string[];
  /** Whether a database is asked by commands alone or at the start too. */
  readonly readDatabase: 'onCommand' | 'atStart';
  /** Minutes after which a database is asked again without a command; 0 for never. */
  readonly readDatabaseEvery: number;
  /** What the log has of the talk with the language server; read by the client library. */
  readonly 'trace.server': 'off' | 'messages' | 'verbose';
  /** Whether revisions that came and are pending are told of. */
  readonly pendingMessage: boolean;
  /** Folder of templates of one's own for new revisions. */
  readonly templatesFolder: string;
}

export const defaultClientSettings: ClientSettings = {
  interpreter: '',
  command: [],
  commandLines: {},
  extraArguments: [],
  xArguments: [],
  env: {},
  envFile: '',
  environments: {},
  confirm: 'always',
  typeNameFor: [],
  refuseFor: [],
  readDatabase: 'onCommand',
  readDatabaseEvery: 0,
  pendingMessage: true,
  'trace.server': 'off',
  templatesFolder: '.alembic-templates',
};
