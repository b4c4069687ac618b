import { assertTrue } from './raised';
import { downward, related, upward } from './related';
import { nodeForIdentifier, resolveNumber } from './identifier';
import type { RevisionMap } from './revisionMap';

/** A revision given as a node or as a name still to be resolved. */
export type Target = number | string | undefined;

/** Keeps the targets that share lineage with what the identifier names. */
export function filterForLineage<T extends Target>(
  map: RevisionMap,
  targets: readonly T[],
  against: string,
  dependencies = false,
): T[] {
  return lineageFilter(map, against, dependencies)(targets);
}

/** The same filter for several lists of targets; the identifier is resolved at once, what it names when there is something to compare. */
export function lineageFilter(
  map: RevisionMap,
  against: string,
  dependencies = false,
): <T extends Target>(targets: readonly T[]) => T[] {
  const { ids, label } = resolveNumber(map, against);
  const names = [...(label ? [label] : []), ...ids];
  const shares = lineageTest(map, names, dependencies);
  return (targets) => targets.filter((target) => shares(target));
}

/** Whether a target is an ancestor or a descendant of one of the named revisions, itself included. */
export function lineageTest(
  map: RevisionMap,
  names: readonly string[],
  dependencies = false,
): (target: Target) => boolean {
  const { graph } = map;
  let marks: Uint8Array | undefined;
  return (target) => {
    if (names.length === 0) return true;
    const node = typeof target === 'number' ? target : nodeForIdentifier(map, target);
    assertTrue(node !== undefined);
    if (!dependencies && !graph.hasDuplicates) {
      marks ??= union(
        map,
        names.map((name) => nodeForIdentifier(map, name)),
      );
      return marks[node] === 1;
    }
    const others = names.map((name) => nodeForIdentifier(map, name));
    const above = related(graph, upward(graph, dependencies), [node]).marks;
    const below = related(graph, downward(graph, dependencies), [node]).marks;
    return others.some((other) => other !== undefined && (above[other] === 1 || below[other] === 1));
  };
}

/** Where every child knows its parents and they know it, looking from the other side gives the same answer in one go. */
function union(map: RevisionMap, nodes: readonly (number | undefined)[]): Uint8Array {
  const { graph } = map;
  const present = nodes.filter((node) => node !== undefined);
  const marks = related(graph, upward(graph, false), present).marks;
  for (const node of related(graph, downward(graph, false), present).members) marks[node] = 1;
  return marks;
}
