import type { RevisionFile } from '../../project/environmentSnapshot';
import type { Finding } from '../../findings/finding';
import type { IgnoreComment } from '../../python/revisionFile';

/** What the ignore comments of files leave over, and what is to be said about the comments themselves. */
export interface Suppression {
  readonly remaining: readonly Finding[];
  readonly silenced: readonly Finding[];
  readonly unused: readonly NamedRule[];
  readonly unknown: readonly (NamedRule & { readonly id: string })[];
}

interface NamedRule {
  readonly file: string;
  readonly comment: IgnoreComment;
  /** Undefined for a bare comment. */
  readonly id: string | undefined;
}

/**
 * Applies the ignore comments of the files that have any. `ran` are the rules that had their say; an ignore
 * of another known rule is neither used nor unused.
 */
export function suppress(
  commented: readonly RevisionFile[],
  findings: readonly Finding[],
  known: ReadonlySet<string>,
  ran: ReadonlySet<string>,
): Suppression {
  const comments = new Map<string, readonly IgnoreComment[]>();
  for (const file of commented) {
    const own = file.reading.ignoreComments;
    if (own) comments.set(file.path, own);
  }
  const used = new Map<IgnoreComment, Set<string>>();
  const silenced: Finding[] = [];
  const remaining = findings.filter((finding) => {
    const matching = (comments.get(finding.file) ?? []).filter((comment) => speaksFor(comment, finding));
    for (const comment of matching) {
      const ids = used.get(comment);
      if (ids) ids.add(finding.code);
      else used.set(comment, new Set([finding.code]));
    }
    if (matching.length > 0) silenced.push(finding);
    return matching.length === 0;
  });
  const named = [...comments].flatMap(([file, own]) =>
    own.flatMap((comment): readonly NamedRule[] =>
      comment.rules
        ? comment.rules.map(({ id }) => ({ file, comment, id }))
        : [{ file, comment, id: undefined }],
    ),
  );
  return {
    remaining,
    silenced,
    unused: named.filter(({ comment, id }) =>
      id === undefined ? !used.has(comment) : ran.has(id) && !used.get(comment)?.has(id),
    ),
    unknown: named.flatMap(({ file, comment, id }) =>
      id === undefined || known.has(id) ? [] : [{ file, comment, id }],
    ),
  };
}

function speaksFor(comment: IgnoreComment, finding: Finding): boolean {
  if (comment.rules && !comment.rules.some(({ id }) => id === finding.code)) return false;
  return comment.covers.start <= finding.range.start && finding.range.start <= comment.covers.end;
}
