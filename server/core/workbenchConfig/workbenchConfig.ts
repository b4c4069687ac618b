import type { TextRange } from '../text/textRange';
import type { RuleLevel } from './configKeys';

/** A config file of Alembic that `config-files` names. */
export interface NamedConfigFile {
  /** Absolute. */
  readonly file: string;
  readonly section?: string;
}

/** The values of one `[tool.alembic-workbench]`; a key that is missing or has a wrong value is left out. */
export interface WorkbenchConfig {
  /** The file with the table, absolute. */
  readonly path: string;
  readonly configFiles: readonly NamedConfigFile[];
  /** Patterns as in `.gitignore`, relative to the file's folder. */
  readonly exclude: readonly string[];
  readonly mainBranch?: string;
  readonly dialects?: readonly string[];
  readonly postgresqlVersion?: string;
  readonly mysqlVersion?: string;
  readonly mariadbVersion?: string;
  readonly since: readonly string[];
  /** Absolute. */
  readonly baseline?: string;
  readonly hotTables: readonly string[];
  readonly smallTables: readonly string[];
  readonly models: readonly string[];
  readonly checkDowngrade: boolean;
  /** With `*` for any characters. */
  readonly messagePatterns: readonly string[];
  readonly rules: Readonly<Record<string, RuleLevel>>;
  /** Rule ids by revision id. */
  readonly perRevisionIgnore: Readonly<Record<string, readonly string[]>>;
}

/** A change that corrects the file; the form of a config file's fixes. */
export interface WorkbenchConfigFix {
  readonly title: string;
  readonly edits: readonly {
    readonly range: TextRange;
    readonly oldText: string;
    readonly newText: string;
  }[];
  readonly creates: readonly [];
  readonly isCertain?: true;
}

/** A fault of the file at its place. */
export interface WorkbenchConfigProblem {
  readonly code: 'workbench-config';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file: string;
  readonly range: TextRange;
  readonly fixes: readonly WorkbenchConfigFix[];
}

/** A name in the file that only others can check: a rule, a revision or another file. */
export interface NamedInConfig {
  readonly kind: 'rule' | 'revision' | 'config-file' | 'baseline';
  /** As written; of a file its absolute path. */
  readonly name: string;
  /** With its quotation marks. */
  readonly range: TextRange;
  /** What stands in the range. */
  readonly written: string;
}

/** A workbench configuration as read: values, faults and names. */
export interface WorkbenchConfigReading {
  readonly config: WorkbenchConfig;
  readonly problems: readonly WorkbenchConfigProblem[];
  readonly named: readonly NamedInConfig[];
}

/** A configuration without any key. */
export function emptyWorkbenchConfig(path: string): WorkbenchConfig {
  return {
    path,
    configFiles: [],
    exclude: [],
    since: [],
    hotTables: [],
    smallTables: [],
    models: [],
    checkDowngrade: false,
    messagePatterns: [],
    rules: {},
    perRevisionIgnore: {},
  };
}
