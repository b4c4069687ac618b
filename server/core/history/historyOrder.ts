import { listHistory } from '../revision/plan/history';
import type { RevisionMap } from '../revision/graph/revisionMap';

/**
 * All ids, newest first: as `alembic history` lists them, or, if it fails or leaves some out because the
 * graph is broken, each before its parents as far as possible, those on a cycle last. What builds on a
 * missing parent comes first, whole, so that the broken place is not far below its head.
 */
export function historyOrder(map: RevisionMap): readonly string[] {
  const broken = standingOnMissing(map);
  const listed = listHistory(map);
  if (broken.size === 0 && listed.ok && new Set(listed.value).size === map.revisions.size)
    return listed.value;
  const childrenLeft = new Map<string, number>();
  const parentsOf = (id: string): readonly string[] => {
    const revision = map.revisions.get(id);
    const named = [...(revision?.downRevisions ?? []), ...(revision?.resolvedDependencies ?? [])];
    return [...new Set(named)].filter((parent) => parent !== id && map.revisions.has(parent));
  };
  for (const id of map.revisions.keys()) {
    for (const parent of parentsOf(id)) childrenLeft.set(parent, (childrenLeft.get(parent) ?? 0) + 1);
  }
  const ordered: string[] = [];
  const heads = [...map.revisions.keys()].filter((id) => !childrenLeft.has(id));
  const free = [...heads.filter((id) => !broken.has(id)), ...heads.filter((id) => broken.has(id))];
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    ordered.push(id);
    for (const parent of parentsOf(id).toReversed()) {
      const left = (childrenLeft.get(parent) ?? 0) - 1;
      childrenLeft.set(parent, left);
      if (left === 0) free.push(parent);
    }
  }
  const done = new Set(ordered);
  return [...ordered, ...[...map.revisions.keys()].filter((id) => !done.has(id)).reverse()];
}

/** The revisions with a parent that does not exist, and all that build on them. */
function standingOnMissing(map: RevisionMap): ReadonlySet<string> {
  const found = new Set<string>();
  const { graph } = map;
  const naming = graph.missing.filter(
    ({ kind, node }) => kind === 'down_revision' && graph.answering(node) === node,
  );
  const open = naming.flatMap(({ node }) => map.revisions.get(graph.id(node)) ?? []);
  for (let revision = open.pop(); revision; revision = open.pop()) {
    if (found.has(revision.id)) continue;
    found.add(revision.id);
    for (const child of revision.nextRevisions) {
      const next = map.revisions.get(child);
      if (next) open.push(next);
    }
  }
  return found;
}
