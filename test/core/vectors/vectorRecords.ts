import type { RevisionScript } from '../../../server/core/revision/graph/revisionScript';

/** A revision file as the vectors and the oracle give it: values as Python has them. */
export interface VectorFile {
  readonly name: string;
  readonly revision: string;
  readonly down_revision: string | readonly string[] | null;
  readonly branch_labels: string | readonly string[] | null;
  readonly depends_on: string | readonly string[] | null;
  readonly source?: string;
  readonly message?: string;
  readonly upgrade?: boolean;
  readonly downgrade?: boolean;
}

/** An outcome of the real library in the vectors' conventions. */
export interface ExpectedAnswer {
  readonly value?: unknown;
  readonly error?: ExpectedError;
  readonly hang?: boolean;
  readonly unstable?: readonly ExpectedAnswer[];
  readonly seen?: number;
  readonly plan?: readonly string[];
  readonly steps?: readonly unknown[];
  readonly rows?: unknown;
  readonly heads_after?: readonly string[];
  readonly table_error?: ExpectedError;
  readonly warnings?: readonly string[];
  readonly get_revisions?: ExpectedAnswer;
  readonly get_revision?: ExpectedAnswer;
}

export interface ExpectedError {
  readonly type: string;
  readonly message: string;
  readonly cause?: { readonly type: string; readonly message: string };
}

/** What Alembic's `Script` would hold for a file. */
export function scriptOf(file: VectorFile): RevisionScript {
  return {
    id: file.revision,
    downRevisions: listOf(file.down_revision),
    dependsOn: listOf(file.depends_on),
    branchLabels: listOf(file.branch_labels),
    message: file.message ?? messageOf(file.source ?? ''),
    hasUpgrade: file.upgrade ?? true,
    hasDowngrade: file.downgrade ?? true,
    file: `versions/${file.name}`,
  };
}

function listOf(value: string | readonly string[] | null): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The sources of these records all begin with a plain docstring. */
function messageOf(source: string): string {
  const match = /^"""([^"\\]*)"""/.exec(source);
  return (match?.[1] ?? '').trim().split('\n\n')[0] ?? '';
}
