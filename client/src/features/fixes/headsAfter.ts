import type { RevisionDto } from '../../../../server/protocol/environments';

/** How many heads there are when a revision has one parent alone, for any parent that it could get. */
export function headCounter(
  revisions: readonly RevisionDto[],
  revision: RevisionDto,
): (parent: RevisionDto) => number {
  const named = new Set(revisions.flatMap((each) => (each.uri === revision.uri ? [] : each.downRevisions)));
  const heads = new Set(revisions.map(({ id }) => id).filter((id) => !named.has(id)));
  return ({ id }) => (heads.has(id) ? heads.size - 1 : heads.size);
}

/** What a revision no longer builds on when `parent` is its only parent, newest first. */
export function leftBehind(
  revisions: readonly RevisionDto[],
  revision: RevisionDto,
  parent: RevisionDto,
): readonly RevisionDto[] {
  const kept = ancestorsOf(revisions, [parent.id]);
  const had = ancestorsOf(revisions, revision.downRevisions);
  return revisions.filter(({ id }) => had.has(id) && !kept.has(id) && id !== revision.id);
}

/** The revision itself and all that builds on it: none of them can be its parent. */
export function descendantsOf(revisions: readonly RevisionDto[], id: string): ReadonlySet<string> {
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const found = new Set([id]);
  for (const each of found) for (const child of byId.get(each)?.nextRevisions ?? []) found.add(child);
  return found;
}

function ancestorsOf(revisions: readonly RevisionDto[], ids: readonly string[]): ReadonlySet<string> {
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const found = new Set(ids);
  for (const id of found) for (const parent of byId.get(id)?.downRevisions ?? []) found.add(parent);
  return found;
}
