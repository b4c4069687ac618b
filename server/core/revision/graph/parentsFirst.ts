/** What `parentsFirst` needs of a revision. */
interface LinkedRevision {
  readonly id: string;
  readonly downRevisions: readonly string[];
}

/** Revisions with different ids, parents before children: level by level, each level in the given order. */
export function parentsFirst<Revision extends LinkedRevision>(
  revisions: readonly Revision[],
): {
  readonly ordered: readonly Revision[];
  /** Those on a cycle or above one, in the given order. */
  readonly cyclic: readonly Revision[];
} {
  const places = new Map(revisions.map(({ id }, place) => [id, place]));
  const children = revisions.map((): number[] => []);
  const open = revisions.map(({ downRevisions }, place) => {
    const parents = new Set(downRevisions.flatMap((parent) => places.get(parent) ?? []));
    for (const parent of parents) children[parent]?.push(place);
    return parents.size;
  });
  const ordered: Revision[] = [];
  let level = [...open.keys()].filter((place) => open[place] === 0);
  while (level.length > 0) {
    ordered.push(...level.flatMap((place) => revisions[place] ?? []));
    const next: number[] = [];
    for (const child of level.flatMap((place) => children[place] ?? [])) {
      open[child] = (open[child] ?? 0) - 1;
      if (open[child] === 0) next.push(child);
    }
    level = next.sort((a, b) => a - b);
  }
  return { ordered, cyclic: revisions.filter((_, place) => (open[place] ?? 0) > 0) };
}
