import type { RequestMethod } from './requestMethod';
import type { RangeDto } from './range';

/** A new merge revision written from the project's `script.py.mako` without running it. */
export const composeMerge: RequestMethod<ComposeMergeParams, ChangeDto> = {
  method: 'alembicWorkbench/composeMerge',
};

export interface ComposeMergeParams {
  readonly environment: string;
  /** Two or more revisions, in the order in which they are to stand. */
  readonly revisions: readonly string[];
  /** Empty for the standard "merge a and b". */
  readonly message: string;
  /** Its own branch label and id; one is generated without. */
  readonly branchLabel?: string;
  readonly revisionId?: string;
  /** Revisions that are no heads may be merged. */
  readonly splice?: boolean;
}

/**
 * The chains of revisions that could be moved on top of another head. Null where the key is not known any
 * more.
 */
export const listMovableChains: RequestMethod<{ readonly environment: string }, MovableChainsDto | null> = {
  method: 'alembicWorkbench/movableChains',
};

/** What a rebase would do, revision by revision; nothing is changed. */
export const previewRebase: RequestMethod<RebaseParams, RebasePreviewDto> = {
  method: 'alembicWorkbench/previewRebase',
};

/** The change for what a person asked of revisions. */
export const composeChange: RequestMethod<ComposeChangeParams, ChangeDto> = {
  method: 'alembicWorkbench/composeChange',
};

/**
 * What does not go together where branches are joined; null for an environment that is not there. Nothing is
 * said of what is not certain.
 */
export const readConflicts: RequestMethod<ConflictsParams, readonly ConflictDto[] | null> = {
  method: 'alembicWorkbench/conflicts',
};

export interface ConflictsParams {
  readonly environment: string;
  /** The heads to join, or the revisions to move. */
  readonly revisions: readonly string[];
  /** What the revisions are moved on top of; null where they are joined. */
  readonly onto: string | null;
}

export interface ConflictDto {
  readonly title: string;
  readonly sentence: string;
  readonly left: ConflictPlaceDto;
  readonly right: ConflictPlaceDto;
}

export interface ConflictPlaceDto {
  readonly revision: string;
  readonly uri: string;
  readonly range: RangeDto;
  /** `add_column`, `ALTER TABLE` and so on. */
  readonly operation: string;
}

export interface MovableChainsDto {
  /** Those that Git calls new on this branch come first. Empty where there is one head. */
  readonly chains: readonly MovableChainDto[];
  /** The branch that Git compares with; null where it has nothing to say. */
  readonly mainBranch: string | null;
}

export interface MovableChainDto {
  readonly head: string;
  /** Parents before children. */
  readonly revisions: readonly string[];
  /** The other heads of its line. */
  readonly targets: readonly string[];
  /** Whether Git says that these revisions are new on this branch; null where it says nothing. */
  readonly isNewHere: boolean | null;
}

export interface RebaseParams {
  readonly environment: string;
  readonly revisions: readonly string[];
  readonly onto: string;
  readonly newCreateDates: boolean;
  readonly renumber: boolean;
  /** URIs of the files that are meant by ids which several files have. */
  readonly files?: readonly string[];
}

export type RebasePreviewDto =
  | {
      readonly kind: 'preview';
      readonly steps: readonly RebaseStepDto[];
      /** The ids are sequential numbers that could be counted on. */
      readonly canRenumber: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: string };

export interface RebaseStepDto {
  readonly uri: string;
  readonly id: string;
  readonly newId: string;
  /** First line. */
  readonly message: string;
  readonly oldParents: readonly string[];
  readonly newParents: readonly string[];
}

export interface ComposeChangeParams {
  readonly environment: string;
  readonly change: RequestedChangeDto;
}

export type RequestedChangeDto =
  | ({ readonly kind: 'rebase' } & Omit<RebaseParams, 'environment'>)
  /** Make `parent` the only parent of a revision. */
  | { readonly kind: 'reparent'; readonly revision: string; readonly parent: string }
  /** Give a revision a random id; everything that names it follows. */
  | { readonly kind: 'newRevisionId'; readonly revision: string }
  /** Write what `downgrade` lacks to undo `upgrade`. */
  | { readonly kind: 'generateDowngrade'; readonly revision: string }
  /** Write a comment that turns a rule off, for the line that holds an offset or for the whole file. */
  | {
      readonly kind: 'disableRule';
      readonly uri: string;
      readonly rule: string;
      readonly scope: 'line' | 'file';
      readonly offset: number;
    };

/**
 * A change over any number of files, applied by the client as one WorkspaceEdit, or the sentence why there is
 * none.
 */
export type ChangeDto =
  | {
      readonly kind: 'change';
      readonly title: string;
      readonly edits: readonly {
        readonly uri: string;
        readonly edits: readonly { readonly range: RangeDto; readonly newText: string }[];
      }[];
      readonly creates: readonly { readonly uri: string; readonly text: string }[];
      readonly renames: readonly { readonly from: string; readonly to: string }[];
      readonly planned: PlannedEditDto;
      /** The file to open afterwards. */
      readonly open: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Whether an edit may still be applied: its files are as they were when it was planned, and lead nowhere
 * else. Asked right before.
 */
export const checkPlan: RequestMethod<PlannedEditDto, PlanCheckDto> = {
  method: 'alembicWorkbench/checkPlan',
};

export interface PlanCheckDto {
  /** The sentence on why the edit may not be applied any more; null where it may. */
  readonly reason: string | null;
}

/**
 * Where a change may write; its paths are proven against it once more at the moment of writing, by what
 * symbolic links are then.
 */
export interface ChangeBoundsDto {
  /** URIs of the folders of which each file has to lie below one. */
  readonly folders: readonly string[];
  /** Where they led when the change was planned, in the same order; empty where nobody has looked before. */
  readonly realFolders: readonly string[];
  /** The workspace folder in Restricted Mode, which nothing is written outside of. */
  readonly onlyWithin: string | null;
}

/**
 * What an edit that the editor itself applies was planned for. Clients that check it say so when they start
 * the server.
 */
export interface PlannedEditDto {
  readonly bounds: ChangeBoundsDto;
  /**
   * The files that are edited or renamed, each with the hash of its text: SHA-256 in hexadecimal of its UTF-8
   * with `\n` for every line ending, of which editors know one a file.
   */
  readonly files: readonly { readonly uri: string; readonly hash: string }[];
  /** The files that are created or renamed to. */
  readonly newFiles: readonly string[];
}
