import type { NotificationMethod, RequestMethod } from './requestMethod';
import type { RangeDto } from './range';

/** All environments of the workspace, as one complete answer. */
export const listEnvironments: RequestMethod<null, EnvironmentListDto> = {
  method: 'alembicWorkbench/environments',
};

/**
 * An environment's history, newest first, as one complete answer. Null where the key is not known any more.
 */
export const readHistory: RequestMethod<{ readonly environment: string }, HistoryDto | null> = {
  method: 'alembicWorkbench/history',
};

/** Reads everything again, whatever file events said; answers when that is done. */
export const refreshEnvironments: RequestMethod<null, null> = {
  method: 'alembicWorkbench/refresh',
};

/** Says that the editor's window has come to the front: the disk is compared with what was read. */
export const didFocusWindow: NotificationMethod<null> = {
  method: 'alembicWorkbench/didFocusWindow',
};

/** Says that environments came, went or have a new generation; the data is asked for. */
export const didChangeEnvironments: NotificationMethod<DidChangeEnvironmentsParams> = {
  method: 'alembicWorkbench/didChangeEnvironments',
};

export interface DidChangeEnvironmentsParams {
  readonly environments: readonly { readonly environment: string; readonly generation: number }[];
}

export interface EnvironmentListDto {
  /** `reading` until the first index of the workspace is complete. */
  readonly state: 'reading' | 'ready';
  readonly environments: readonly EnvironmentDto[];
  /** Number of errors in config files that gave no environment. */
  readonly configErrors: number;
}

export interface EnvironmentDto {
  /** Stable as long as config file and section are the same. */
  readonly key: string;
  /**
   * For people: the config file's path relative to its workspace folder, with the section where it is not
   * `alembic`, and behind the folder's name where there are several folders.
   */
  readonly label: string;
  /** The same without the folder's name. */
  readonly labelInFolder: string;
  /** Whether `labelInFolder` means this environment alone in the whole workspace. */
  readonly isKnownByLabelInFolder: boolean;
  readonly workspaceFolderUri: string | null;
  readonly configUri: string | null;
  readonly section: string;
  readonly scriptDirectoryUri: string;
  readonly versionLocationUris: readonly string[];
  /** Absolute directory from which Alembic is to be run so that relative paths resolve as they were read. */
  readonly workingDirectory: string;
  readonly generation: number;
  /** Effective heads, in Alembic's order. */
  readonly heads: readonly string[];
  /** Whether there are heads that nothing tells apart: the rule multiple-heads says so. */
  readonly hasStrayHeads: boolean;
  readonly revisionCount: number;
  readonly problemCount: { readonly error: number; readonly warning: number };
  /** Alembic's load error in one line; null where the environment loads. */
  readonly loadError: string | null;
  /** Sentences on how a configuration value was found where that is not obvious. */
  readonly explanations: readonly string[];
  /** The project numbers its revisions (0001, 0002 …): the next number, else null. */
  readonly nextSequentialId: string | null;
  /** The sentence on a `file_template` that leads out of the version location; null where it does not. */
  readonly fileTemplateFlaw: string | null;
}

export interface HistoryDto {
  readonly environment: string;
  readonly generation: number;
  /**
   * In Alembic's `history` order, newest first; of several files with one id the one that Alembic takes comes
   * first. Files without a readable id are in `unreadable`.
   */
  readonly revisions: readonly RevisionDto[];
  readonly heads: readonly string[];
  readonly realHeads: readonly string[];
  readonly bases: readonly string[];
  readonly branchLabels: readonly string[];
  /** Ids that are named as parent or dependency and do not exist. */
  readonly missing: readonly { readonly id: string; readonly namedBy: readonly string[] }[];
  readonly unreadable: readonly {
    readonly uri: string;
    readonly message: string;
    readonly range: RangeDto;
  }[];
  /** The order in which a person looks at it; each revision, missing revision and unreadable file once. */
  readonly rows: readonly HistoryRowDto[];
}

/** One row: the index of what it shows in `revisions`, `missing` or `unreadable`. */
export interface HistoryRowDto {
  readonly kind: 'revision' | 'missing' | 'unreadable';
  readonly index: number;
}

export interface RevisionDto {
  readonly id: string;
  readonly downRevisions: readonly string[];
  /** Children, in load order. */
  readonly nextRevisions: readonly string[];
  readonly dependsOn: readonly string[];
  /** Labels declared in the file. */
  readonly branchLabels: readonly string[];
  /** What a person called it: one line; empty where nobody called it anything. */
  readonly message: string;
  readonly createDate: string | null;
  readonly uri: string;
  /** Where the file is opened, an empty range: the first statement of `upgrade`, else the id. */
  readonly opensAt: RangeDto;
  readonly isHead: boolean;
  readonly isBase: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  /** Names of header variables that only running the file would tell. */
  readonly dynamic: readonly string[];
  readonly problems: readonly ProblemDto[];
  /** Operations in `upgrade()` that lose data: dropped tables and columns. */
  readonly destructive: boolean;
}

export interface ProblemDto {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
}
