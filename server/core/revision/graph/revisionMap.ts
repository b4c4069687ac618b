import type { AlembicError } from '../errors/alembicError';
import type { RevisionGraph } from './revisionGraph';
import type { RevisionScript } from './revisionScript';

/**
 * The graph of an environment's revisions, built whatever is wrong with it: `loadError` is the error with
 * which Alembic would fail to load the same files, and the queries answer for the revisions that are there.
 */
export interface RevisionMap {
  readonly loadError: AlembicError | undefined;
  readonly warnings: readonly string[];
  /** All scripts in load order, duplicates included. */
  readonly scripts: readonly RevisionScript[];
  /** The revision of an id: position of the first file that declares it, content of the last. Load order. */
  readonly revisions: ReadonlyMap<string, Revision>;
  /**
   * Ids nobody names as parent, in load order; files replaced by a later one with the same id count too, as
   * in Alembic.
   */
  readonly heads: readonly string[];
  /** Heads that are nobody's dependency either. */
  readonly realHeads: readonly string[];
  readonly bases: readonly string[];
  readonly realBases: readonly string[];
  /** label -> id of the revision that declares it. */
  readonly labels: ReadonlyMap<string, string>;
  /** The edges, for the queries of this folder. */
  readonly graph: RevisionGraph;
}

/** One node of the graph. */
export interface Revision {
  readonly id: string;
  readonly script: RevisionScript;
  /** Parents as written, those that do not exist included. */
  readonly downRevisions: readonly string[];
  /** Dependencies resolved to ids; those that do not exist are left out. */
  readonly resolvedDependencies: readonly string[];
  readonly normalizedDependencies: readonly string[];
  /** Children, in load order. */
  readonly nextRevisions: readonly string[];
  /** Children and dependants, in load order. */
  readonly allNextRevisions: readonly string[];
  /** Labels after propagation. */
  readonly branchLabels: readonly string[];
}
