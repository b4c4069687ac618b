import type { ChangeDto } from './changes';
import type { RequestMethod } from './requestMethod';

/**
 * Which branch has a file that declares a revision id, for a database that stands at a revision which is not
 * here. Never fetches.
 */
export const locateRevision: RequestMethod<LocateRevisionParams, LocateRevisionDto> = {
  method: 'alembicWorkbench/locateRevision',
};

/**
 * What the main branch had of a revision file when the checked-out branch left it; null where it did not have
 * it, or Git is not read.
 */
export const mergedText: RequestMethod<{ readonly uri: string }, MergedTextDto | null> = {
  method: 'alembicWorkbench/mergedText',
};

/** The files of a revision that is not here, and of those that it builds on, as Git has them. */
export const importRevision: RequestMethod<LocateRevisionParams, ChangeDto> = {
  method: 'alembicWorkbench/importRevision',
};

/** An environment and the id to look for, in full. */
export interface LocateRevisionParams {
  readonly environment: string;
  readonly id: string;
}

/**
 * Where an id was found, the checked-out commit first, then the main branch, then the others from the newest
 * on.
 */
export interface LocateRevisionDto {
  readonly found: readonly LocatedRevisionDto[];
}

/** One place where Git has a revision. */
export interface LocatedRevisionDto {
  /**
   * The branch, `HEAD` for the checked-out commit; null where no branch has it any more and `commit` brought
   * it once.
   */
  readonly ref: string | null;
  /**
   * The full hash of the commit that the branch stands at, or of the one that has the file where no branch
   * does.
   */
  readonly tip: string;
  /** The full hash of the commit that touched the file last. */
  readonly commit: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string;
  /** Relative to the repository's working tree. */
  readonly path: string;
}

/** A text of the main branch, to be compared with a file. */
export interface MergedTextDto {
  /** The main branch as a person would name it. */
  readonly ref: string;
  /** The full hash of the merge base, where the text stands. */
  readonly commit: string;
  readonly text: string;
}
