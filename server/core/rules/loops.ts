import type { Revision, RevisionMap } from '../revision/revisionMap';

/** One step of a loop: `from` names `to` in a header variable. */
export interface LoopEdge {
  readonly from: string;
  readonly to: string;
  readonly variable: 'down_revision' | 'depends_on';
}

/**
 * One shortest loop for every group of revisions that lead back to themselves, in load order; self-references are left out. With
 * dependencies, only groups that need them to close are given a loop with a dependency in it.
 */
export function findLoops(
  map: RevisionMap,
  through: 'parents' | 'parents-and-dependencies',
): readonly (readonly LoopEdge[])[] {
  const edges = (revision: Revision) => edgesOf(map, revision, through);
  const loops: (readonly LoopEdge[])[] = [];
  for (const group of findGroups(map, edges)) {
    const inside = new Set(group);
    const loop = shortestLoop(map, group, (revision) =>
      edges(revision).filter((edge) => inside.has(edge.to)),
    );
    if (loop) loops.push(loop);
  }
  return loops;
}

function edgesOf(
  map: RevisionMap,
  revision: Revision,
  through: 'parents' | 'parents-and-dependencies',
): readonly LoopEdge[] {
  const from = revision.id;
  const known = (to: string) => to !== from && map.revisions.has(to);
  const edges: LoopEdge[] = revision.downRevisions
    .filter(known)
    .map((to) => ({ from, to, variable: 'down_revision' }));
  if (through === 'parents-and-dependencies') {
    for (const to of revision.resolvedDependencies)
      if (known(to)) edges.push({ from, to, variable: 'depends_on' });
  }
  return edges;
}

/** Groups of two or more revisions that all reach each other (Tarjan, without recursion), by load order. */
function findGroups(
  map: RevisionMap,
  edges: (revision: Revision) => readonly LoopEdge[],
): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open = new Set<string>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const targets = (id: string) => {
    const revision = map.revisions.get(id);
    return revision ? edges(revision).map((edge) => edge.to) : [];
  };
  const enter = (id: string) => {
    index.set(id, index.size);
    low.set(id, index.size - 1);
    stack.push(id);
    open.add(id);
    return { id, pending: targets(id), next: 0 };
  };
  for (const start of map.revisions.keys()) {
    if (index.has(start)) continue;
    const frames = [enter(start)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const target = frame.pending[frame.next++];
      if (target !== undefined) {
        if (!index.has(target)) frames.push(enter(target));
        else if (open.has(target)) lower(low, frame.id, index.get(target) ?? 0);
        continue;
      }
      frames.pop();
      const caller = frames.at(-1);
      if (caller) lower(low, caller.id, low.get(frame.id) ?? 0);
      if (low.get(frame.id) !== index.get(frame.id)) continue;
      const group = stack.splice(stack.lastIndexOf(frame.id));
      for (const id of group) open.delete(id);
      if (group.length > 1) groups.push(group);
    }
  }
  const place = new Map([...map.revisions.keys()].map((id, position) => [id, position]));
  const first = (group: readonly string[]) => Math.min(...group.map((id) => place.get(id) ?? 0));
  return groups.sort((a, b) => first(a) - first(b));
}

function lower(low: Map<string, number>, id: string, value: number): void {
  low.set(id, Math.min(low.get(id) ?? value, value));
}

/** The shortest loop inside a group; among equals one with a dependency first, then the one found first. */
function shortestLoop(
  map: RevisionMap,
  group: readonly string[],
  edges: (revision: Revision) => readonly LoopEdge[],
): readonly LoopEdge[] | undefined {
  let best: readonly LoopEdge[] | undefined;
  const starts = group.length > 200 ? group.slice(0, 1) : group;
  for (const start of starts) {
    const loop = shortestWayBack(map, start, edges);
    if (loop && (!best || loop.length < best.length)) best = loop;
  }
  return best;
}

function shortestWayBack(
  map: RevisionMap,
  start: string,
  edges: (revision: Revision) => readonly LoopEdge[],
): readonly LoopEdge[] | undefined {
  const cameBy = new Map<string, LoopEdge>();
  let level = [start];
  while (level.length > 0) {
    const next: string[] = [];
    for (const id of level) {
      const revision = map.revisions.get(id);
      for (const edge of revision ? edges(revision) : []) {
        if (cameBy.has(edge.to)) continue;
        cameBy.set(edge.to, edge);
        if (edge.to === start) return unwind(cameBy, start);
        next.push(edge.to);
      }
    }
    level = next;
  }
  return undefined;
}

function unwind(cameBy: ReadonlyMap<string, LoopEdge>, start: string): readonly LoopEdge[] {
  const loop: LoopEdge[] = [];
  for (let edge = cameBy.get(start); edge; edge = cameBy.get(edge.from)) {
    loop.unshift(edge);
    if (edge.from === start) break;
  }
  return loop;
}
