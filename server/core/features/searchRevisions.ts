import type { Revision, RevisionMap } from '../revision/graph/revisionMap';

/**
 * The revisions whose id or message holds all words of a query, in any case and order; all of them for an
 * empty query.
 */
export function searchRevisions(map: RevisionMap, query: string): readonly Revision[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return [...map.revisions.values()].filter(({ id, script }) => {
    const text = `${id} ${script.message}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
