import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { RevisionMap } from '../revision/revisionMap';
import { ancestorNodes } from './relatives';

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

/** What tells heads apart besides the graph. */
export interface HeadFacts {
  /** The labels that a revision declares. */
  labelsOf(id: string): readonly string[];
  /** The version location of a revision. */
  locationOf(id: string): string;
}

/** The same for a graph that is not that of a snapshot. */
export function groupCompetingHeads(map: RevisionMap, facts: HeadFacts): readonly (readonly string[])[] {
  const heads = freeHeads(map);
  if (heads.length < 2) return [];
  const gathered = gatherFacts(map, facts);
  const lines = heads.map((head) => describeLine(map, head, gathered));
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

interface LineFacts {
  readonly bases: readonly number[];
  readonly labels: readonly { readonly node: number; readonly label: string }[];
  readonly dependencies: readonly { readonly node: number; readonly targets: readonly number[] }[];
  locationOf(id: string): string;
}

function gatherFacts({ graph }: RevisionMap, facts: HeadFacts): LineFacts {
  const nodes = [...graph.idNodes];
  return {
    bases: nodes.flatMap(([, node]) => (graph.isBase(node) ? [node] : [])),
    labels: nodes
      .flatMap(([id, node]) => facts.labelsOf(id).map((label) => ({ node, label })))
      .sort((a, b) => (a.label < b.label ? -1 : 1)),
    dependencies: [...graph.allDependencies].map(([node, targets]) => ({ node, targets })),
    locationOf: (id) => facts.locationOf(id),
  };
}

interface Line {
  readonly head: string;
  /** One byte a node: whether it leads to the head. */
  readonly ancestors: Uint8Array;
  readonly bases: readonly number[];
  readonly labels: string;
  readonly location: string;
  readonly dependencies: readonly number[];
}

function describeLine(map: RevisionMap, head: string, facts: LineFacts): Line {
  const { marks } = ancestorNodes(map, head, 'parents');
  return {
    head,
    ancestors: marks,
    bases: facts.bases.filter((node) => marks[node]),
    labels: JSON.stringify(facts.labels.filter(({ node }) => marks[node]).map(({ label }) => label)),
    location: facts.locationOf(head),
    dependencies: facts.dependencies.filter(({ node }) => marks[node]).flatMap(({ targets }) => targets),
  };
}

function compete(a: Line, b: Line): boolean {
  return (
    a.labels === b.labels &&
    a.location === b.location &&
    a.bases.some((base) => b.ancestors[base]) &&
    !dependsOn(a, b) &&
    !dependsOn(b, a)
  );
}

/** Whether something that only `a` has needs something that only `b` has. */
function dependsOn(a: Line, b: Line): boolean {
  return a.dependencies.some((node) => b.ancestors[node] && !a.ancestors[node]);
}
