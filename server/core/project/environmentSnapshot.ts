import type { AlembicConfiguration } from '../config/alembicConfiguration';
import type { RevisionFileReading } from '../python/revisionFile';
import type { AlembicError } from '../revision/errors/alembicError';
import type { RevisionMap } from '../revision/graph/revisionMap';
import type { RevisionScript } from '../revision/graph/revisionScript';
import type { TextRange } from '../text/textRange';
import type { WorkbenchConfig } from '../workbenchConfig/workbenchConfig';

/**
 * The state of one environment at one moment. Immutable; a change makes a new one with a higher generation.
 */
export interface EnvironmentSnapshot {
  readonly environment: Environment;
  readonly generation: number;
  /** Every file that Alembic would load, in load order. */
  readonly files: readonly RevisionFile[];
  readonly filesByPath: ReadonlyMap<string, RevisionFile>;
  /** The place of a file in `files`. */
  placeOf(path: string): number | undefined;
  /** The graph of all files that have a readable id. */
  readonly map: RevisionMap;
  /** What Alembic warns of while it lists the files. */
  readonly warnings: readonly string[];
}

/** An environment is keyed by its config file and section; ids may repeat between environments. */
export interface Environment {
  readonly key: string;
  readonly configuration: AlembicConfiguration;
  /** Undefined where no `[tool.alembic-workbench]` applies. */
  readonly workbench?: EnvironmentWorkbench;
  /**
   * The version of Alembic in the virtual environment of the project, looked up at each call; undefined where
   * there is none.
   */
  readonly installedAlembic?: () => string | undefined;
}

/** The workbench configuration of one environment. */
export interface EnvironmentWorkbench {
  readonly config: WorkbenchConfig;
  /** Fingerprints of the findings in its baseline. */
  readonly baseline: readonly string[];
  /** Revisions that the file names; none where several environments share it. */
  readonly revisions: readonly { readonly name: string; readonly range: TextRange }[];
}

/** One file of a version location. */
export interface RevisionFile {
  readonly path: string;
  /** Reads the text again, which is not kept; undefined where the file is gone by now. */
  readText(): string | undefined;
  readonly reading: RevisionFileReading;
  /**
   * What goes into the graph; undefined where the file has no static id. While the file does not parse,
   * values that were read before it broke stand in for those that can't be read.
   */
  readonly script: RevisionScript | undefined;
  /**
   * The error with which Alembic would fail to load this file by itself, as far as that can be known
   * without running it.
   */
  readonly failure: AlembicError | undefined;
  /** The names of header variables whose value can't be known without running the file. */
  readonly dynamic: readonly string[];
}
