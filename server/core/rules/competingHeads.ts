import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { RevisionMap } from '../revision/revisionMap';
import { ancestorsOf } from './relatives';

/**
 * Groups of two or more heads that nothing tells apart: they share an ancestor, carry the same declared branch labels, lie in the same
 * version location, and no dependency leads from one line to the other. In load order.
 */
export function competingHeads(snapshot: EnvironmentSnapshot): readonly (readonly string[])[] {
  const { map } = snapshot;
  const dynamicLabels = new Set(
    snapshot.files.flatMap((file) =>
      file.script && file.dynamic.includes('branch_labels') ? [file.script.id] : [],
    ),
  );
  return groupCompetingHeads(map, {
    labelsOf: (id) => [
      ...(map.revisions.get(id)?.script.branchLabels ?? []),
      ...(dynamicLabels.has(id) ? [`computed in ${id}`] : []),
    ],
    locationOf: (id) =>
      locationOf(
        snapshot.environment.configuration.versionLocations,
        map.revisions.get(id)?.script.file ?? '',
      ),
  });
}

/** The same for a graph that is not that of a snapshot. */
export function groupCompetingHeads(
  map: RevisionMap,
  facts: { labelsOf(id: string): readonly string[]; locationOf(id: string): string },
): readonly (readonly string[])[] {
  const heads = freeHeads(map);
  if (heads.length < 2) return [];
  const lines = heads.map((head) => describeLine(map, head, facts));
  const groups: Line[][] = [];
  for (const line of lines) {
    const meeting = groups.filter((group) => group.some((other) => compete(line, other)));
    for (const group of meeting) groups.splice(groups.indexOf(group), 1);
    groups.push([...meeting.flat(), line]);
  }
  const place = new Map(heads.map((head, index) => [head, index]));
  const order = (head: string | undefined) => place.get(head ?? '') ?? 0;
  return groups
    .filter((group) => group.length > 1)
    .map((group) => group.map((line) => line.head).sort((a, b) => order(a) - order(b)))
    .sort((a, b) => order(a[0]) - order(b[0]));
}

/**
 * Real heads that no file names. Of several files with one id all count, so that a duplicate does not make a head of another one's parent.
 */
export function freeHeads(map: RevisionMap): readonly string[] {
  const named = new Set(
    map.scripts.flatMap(({ downRevisions, dependsOn }) => [
      ...downRevisions,
      ...dependsOn.map((name) => map.labels.get(name) ?? name),
    ]),
  );
  return [...new Set(map.realHeads)].filter((id) => !named.has(id));
}

/** The version location that holds a file: the longest one that is a part of its path. */
export function locationOf(locations: readonly string[], file: string): string {
  return locations
    .filter((location) => file.startsWith(location.endsWith('/') ? location : `${location}/`))
    .reduce((longest, location) => (location.length > longest.length ? location : longest), '');
}

interface Line {
  readonly head: string;
  readonly ancestors: ReadonlySet<string>;
  readonly bases: readonly string[];
  readonly labels: string;
  readonly location: string;
  readonly dependencies: readonly string[];
}

function describeLine(
  map: RevisionMap,
  head: string,
  facts: { labelsOf(id: string): readonly string[]; locationOf(id: string): string },
): Line {
  const ancestors = ancestorsOf(map, [head], 'parents');
  const members = [...ancestors];
  return {
    head,
    ancestors,
    bases: members.filter((id) => map.revisions.get(id)?.downRevisions.length === 0),
    labels: JSON.stringify(members.flatMap((id) => facts.labelsOf(id)).sort()),
    location: facts.locationOf(head),
    dependencies: members.flatMap((id) => map.revisions.get(id)?.resolvedDependencies ?? []),
  };
}

function compete(a: Line, b: Line): boolean {
  return (
    a.labels === b.labels &&
    a.location === b.location &&
    a.bases.some((base) => b.ancestors.has(base)) &&
    !dependsOn(a, b) &&
    !dependsOn(b, a)
  );
}

/** Whether something that only `a` has needs something that only `b` has. */
function dependsOn(a: Line, b: Line): boolean {
  return a.dependencies.some((id) => b.ancestors.has(id) && !a.ancestors.has(id));
}
