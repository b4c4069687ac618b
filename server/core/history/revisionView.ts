import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { Revision } from '../revision/graph/revisionMap';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { unknownParents } from './unknownParents';
import { revisionTitle } from './revisionTitle';

/** Another revision as one refers to it; a missing one has no file. */
export interface RelatedRevision {
  readonly id: string;
  readonly title: string;
  readonly file: string | undefined;
}

/**
 * One revision as everything that shows it describes it: hover, tree, command line, JSON. Each part is
 * computed when it is asked for.
 */
export class RevisionView {
  readonly revision: Revision;
  readonly script: RevisionScript;
  readonly #snapshot: EnvironmentSnapshot;

  /**
   * `script` is another one than the revision's for a file that Alembic replaces by a later one with the same
   * id.
   */
  constructor(snapshot: EnvironmentSnapshot, revision: Revision, script = revision.script) {
    this.revision = revision;
    this.script = script;
    this.#snapshot = snapshot;
  }

  get id(): string {
    return this.revision.id;
  }

  /** What a person called it: one line; empty if nobody called it anything. */
  get title(): string {
    return revisionTitle(this.script.message);
  }

  /** The whole docstring; empty if there is none. */
  get longMessage(): string {
    return this.file?.reading.longMessage ?? '';
  }

  get path(): string {
    return this.script.file;
  }

  get file(): RevisionFile | undefined {
    return this.#snapshot.filesByPath.get(this.script.file);
  }

  get createDate(): string | undefined {
    return this.file?.reading.docstringFields.createDate?.value;
  }

  /** Parents as written, those that don't exist included. */
  get downRevisions(): readonly string[] {
    return this.script.downRevisions;
  }

  /** Children, in load order. */
  get nextRevisions(): readonly string[] {
    return this.revision.nextRevisions;
  }

  /**
   * No child names it as parent, nor may one that computes its parent. Alembic: script/revision.py,
   * Revision.is_head.
   */
  get isHead(): boolean {
    return (
      this.revision.nextRevisions.length === 0 && !unknownParents(this.#snapshot).mayHaveChild.has(this.id)
    );
  }

  /** No child and no dependant names it. Alembic: Revision._is_real_head. */
  get isRealHead(): boolean {
    return (
      this.revision.allNextRevisions.length === 0 && !unknownParents(this.#snapshot).mayHaveChild.has(this.id)
    );
  }

  /** Without parents; a revision whose parents only running the file would tell is none. */
  get isBase(): boolean {
    return this.script.downRevisions.length === 0 && !this.script.hasUnknownDownRevision;
  }

  /** Several children name it as parent; dependants don't count. Alembic: Revision.is_branch_point. */
  get isBranchPoint(): boolean {
    return this.revision.nextRevisions.length > 1;
  }

  get isMergePoint(): boolean {
    return this.script.downRevisions.length > 1;
  }

  /** Names of header variables that only running the file would tell. */
  get dynamic(): readonly string[] {
    return this.file?.dynamic ?? [];
  }

  get parents(): readonly RelatedRevision[] {
    return this.script.downRevisions.map((id) => this.#related(id));
  }

  get children(): readonly RelatedRevision[] {
    return this.revision.nextRevisions.map((id) => this.#related(id));
  }

  /** The revisions that its dependencies lead to; labels are resolved. */
  get dependencies(): readonly RelatedRevision[] {
    return this.revision.resolvedDependencies.map((id) => this.#related(id));
  }

  #related(id: string): RelatedRevision {
    const script = this.#snapshot.map.revisions.get(id)?.script;
    return { id, title: revisionTitle(script?.message ?? ''), file: script?.file };
  }
}

/** The view of an id; undefined if no file has it. */
export function viewRevision(snapshot: EnvironmentSnapshot, id: string): RevisionView | undefined {
  const revision = snapshot.map.revisions.get(id);
  return revision && new RevisionView(snapshot, revision);
}
