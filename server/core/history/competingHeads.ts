import { innermostFolder } from '../files/paths';
import { finish } from '../text/finish';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { RevisionMap } from '../revision/graph/revisionMap';
import { ancestorNodes } from '../revision/graph/relatives';

/**
 * Groups of two or more heads that nothing tells apart: they share an ancestor, carry the same declared
 * branch labels, lie in the same version location, and no dependency leads from one line to the other. In
 * load order.
 */
export function competingHeads(snapshot: EnvironmentSnapshot): readonly (readonly string[])[] {
  return finish(competingHeadsInSteps(snapshot, snapshot.files));
}

/** The same, yielding now and then. Files that compute branch labels are looked for in `files` only. */
export function* competingHeadsInSteps(
  snapshot: EnvironmentSnapshot,
  files: readonly RevisionFile[],
): Generator<undefined, readonly (readonly string[])[], void> {
  const { map } = snapshot;
  const { versionLocations } = snapshot.environment.configuration;
  return yield* groupInSteps(map, versionLocations, () =>
    files
      .filter(({ dynamic }) => dynamic.includes('branch_labels'))
      .flatMap(({ script }) => script?.id ?? []),
  );
}

/** The same for a graph that is not that of a snapshot. */
export function groupCompetingHeads(
  map: RevisionMap,
  versionLocations: readonly string[],
): readonly (readonly string[])[] {
  return finish(groupInSteps(map, versionLocations, () => []));
}

function* groupInSteps(
  map: RevisionMap,
  versionLocations: readonly string[],
  withDynamicLabels: () => readonly string[],
): Generator<undefined, readonly (readonly string[])[], void> {
  // A head without parents shares no ancestor with another.
  const heads = unreferencedHeads(map).filter((id) => map.revisions.get(id)?.downRevisions.length !== 0);
  if (heads.length < 2) return [];
  const facts = gatherFacts(map, versionLocations, withDynamicLabels());
  const groups: Line[][] = [];
  for (const head of heads) {
    const line = describeLine(map, head, facts);
    const meeting = groups.filter((group) => group.some((other) => compete(line, other)));
    for (const group of meeting) groups.splice(groups.indexOf(group), 1);
    groups.push([...meeting.flat(), line]);
    yield undefined;
  }
  const place = new Map(heads.map((head, index) => [head, index]));
  const order = (head: string | undefined) => place.get(head ?? '') ?? 0;
  return groups
    .filter((group) => group.length > 1)
    .map((group) => group.map((line) => line.head).sort((a, b) => order(a) - order(b)))
    .sort((a, b) => order(a[0]) - order(b[0]));
}

/**
 * Real heads that no file names. Of several files with one id all count, so that a duplicate does not make a
 * head of another one's parent.
 */
export function unreferencedHeads(map: RevisionMap): readonly string[] {
  if (!map.graph.hasDuplicates) {
    // Only a revision itself can name a real head.
    const namesItself = (id: string): boolean => {
      const { downRevisions = [], dependsOn = [] } = map.revisions.get(id)?.script ?? {};
      return downRevisions.includes(id) || dependsOn.includes(id);
    };
    return map.realHeads.filter((id) => !namesItself(id));
  }
  const named = new Set(
    map.scripts.flatMap(({ downRevisions, dependsOn }) => [
      ...downRevisions,
      ...dependsOn.map((name) => map.labels.get(name) ?? name),
    ]),
  );
  return [...new Set(map.realHeads)].filter((id) => !named.has(id));
}

interface LineFacts {
  readonly bases: readonly number[];
  /** What labels are declared where, by label. */
  readonly labels: readonly { readonly node: number; readonly label: string }[];
  readonly dependencies: readonly { readonly node: number; readonly targets: readonly number[] }[];
  readonly versionLocations: readonly string[];
}

function gatherFacts(
  map: RevisionMap,
  versionLocations: readonly string[],
  withDynamicLabels: readonly string[],
): LineFacts {
  const { graph } = map;
  const nodesOf = (ids: readonly string[]) => [...new Set(ids)].flatMap((id) => graph.idNodes.get(id) ?? []);
  const declared = graph.labelled
    .filter((node) => graph.answering(node) === node)
    .flatMap((node) => graph.script(node).branchLabels.map((label) => ({ node, label })));
  const computed = nodesOf(withDynamicLabels).map((node) => ({
    node,
    label: `computed in ${graph.id(node)}`,
  }));
  return {
    bases: nodesOf(map.bases).filter((node) => graph.isBase(node)),
    labels: [...declared, ...computed].sort((a, b) => (a.label < b.label ? -1 : 1)),
    dependencies: [...graph.allDependencies].map(([node, targets]) => ({ node, targets })),
    versionLocations,
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
    location: innermostFolder(map.revisions.get(head)?.script.file ?? '', facts.versionLocations) ?? '',
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
