/**
 * One loaded revision file as Alembic's `Script` holds it. The order of scripts given to the map is Alembic's
 * load order, which decides the order of heads and bases and which of two files with the same id wins.
 */
export interface RevisionScript {
  readonly id: string;
  /** Parents as written, in order; empty for a base. */
  readonly downRevisions: readonly string[];
  /**
   * `down_revision` cannot be known without running the file; `downRevisions` is then empty and the revision
   * no base.
   */
  readonly hasUnknownDownRevision?: boolean;
  /** Dependencies as written: full ids or branch labels. */
  readonly dependsOn: readonly string[];
  /** Branch labels declared in this file. */
  readonly branchLabels: readonly string[];
  /** Alembic's `doc`. */
  readonly message: string;
  readonly hasUpgrade: boolean;
  readonly hasDowngrade: boolean;
  /** Key of the file it was read from; unique per script, ids need not be. */
  readonly file: string;
}
