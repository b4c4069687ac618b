import type { RevisionScript } from '../../revision/graph/revisionScript';

/**
 * What Git knows about an environment's version locations, as plain data. Paths are the absolute paths that
 * the files have (or would have) in the working tree. Only files that Alembic would load are listed.
 */
export interface GitFacts {
  /** The main branch as a person would name it, such as `origin/main`. */
  readonly mainBranch: string;
  /** The files at the merge base of the checked-out commit and the main branch. */
  readonly mergeBase: GitTree;
  /** The files at the tip of the main branch. */
  readonly main: GitTree;
  /**
   * The files that may differ from the merge base; undefined where that was not asked, and all are compared.
   */
  readonly changedFiles: ReadonlySet<string> | undefined;
  /**
   * Files of the merge base that Git leaves out of the working tree on purpose, in a sparse checkout; left
   * out where there are none.
   */
  readonly notCheckedOut?: ReadonlySet<string>;
  /**
   * Where revisions are that others name here and that are missing: on the checked-out commit or on some
   * branch.
   */
  readonly elsewhere?: ReadonlyMap<string, GitOrigin>;
  /** Where several files declare one id: the file that a child was built on, by the child's file. */
  readonly builtOn?: ReadonlyMap<string, string>;
  /** Files of other branches that declare an id which is new here, by that id. */
  readonly declaredElsewhere?: ReadonlyMap<string, readonly GitOrigin[]>;
  /** Files here that Git leaves out of every commit; left out where there are none. */
  readonly ignored?: ReadonlyMap<string, IgnoredBy>;
}

/** The pattern by which Git ignores a file. */
export interface IgnoredBy {
  /** The file with the pattern, as Git names it: below the working tree, or anywhere for a person's own. */
  readonly source: string;
  /** Counted from 1. */
  readonly line: number;
  readonly pattern: string;
}

/** A commit that has a revision which is missing here, or an id that is new here. */
export interface GitOrigin {
  /** The commit as a person would name it: `HEAD` for the checked-out one, else a branch. */
  readonly ref: string;
  readonly commit: string;
  /** Where the file would be in the working tree. */
  readonly path: string;
}

/** The revision files of one commit. */
export interface GitTree {
  /** The commit's full hash. */
  readonly commit: string;
  readonly files: ReadonlyMap<string, GitRevisionFile>;
}

/** One revision file of a commit. */
export interface GitRevisionFile {
  readonly path: string;
  /** Undefined where it is that of a file of the working tree, which is gone by now. */
  readText(): string | undefined;
  /** What goes into the graph; undefined where the file has no static id. */
  readonly script: RevisionScript | undefined;
}

/** The ids that the revision files of a commit declare. */
export function idsOfTree({ files }: GitTree): ReadonlySet<string> {
  return new Set([...files.values()].flatMap(({ script }) => script?.id ?? []));
}
