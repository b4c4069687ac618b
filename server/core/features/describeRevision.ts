import type { Revision, RevisionMap } from '../revision/graph/revisionMap';

/** What a person wants to know of a revision at a glance. */
export interface RevisionDescription {
  readonly id: string;
  /** First line of the message. */
  readonly message: string;
  readonly file: string;
  readonly isHead: boolean;
  readonly isBase: boolean;
  /** Declared in its file. */
  readonly branchLabels: readonly string[];
  readonly parents: readonly RelatedRevision[];
  readonly children: readonly RelatedRevision[];
  readonly dependencies: readonly RelatedRevision[];
}

/** Another revision as one refers to it; a missing one has no file. */
export interface RelatedRevision {
  readonly id: string;
  readonly message: string;
  readonly file: string | undefined;
}

/** Describes a revision with those around it. */
export function describeRevision(map: RevisionMap, revision: Revision): RevisionDescription {
  const { id, script, downRevisions, nextRevisions, resolvedDependencies } = revision;
  const relate = (other: string): RelatedRevision => {
    const found = map.revisions.get(other)?.script;
    return { id: other, message: firstLine(found?.message ?? ''), file: found?.file };
  };
  return {
    id,
    message: firstLine(script.message),
    file: script.file,
    isHead: nextRevisions.length === 0,
    isBase: downRevisions.length === 0,
    branchLabels: script.branchLabels,
    parents: downRevisions.map(relate),
    children: nextRevisions.map(relate),
    dependencies: resolvedDependencies.map(relate),
  };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
