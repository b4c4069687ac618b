import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { planUpgrade } from '../revision/plan/plan';
import { findCycles } from '../revision/graph/findCycles';
import { ancestorSearch, redundancyTest } from '../revision/graph/redundantParents';
import type { RevisionGraph } from '../revision/graph/revisionGraph';
import type { Revision, RevisionMap } from '../revision/graph/revisionMap';
import { headerStrings, rangeOfHeaderString } from './support/headerStrings';
import { lazily } from './engine/lazy';
import type { Rule, RuleContext, RuleFinding } from './engine/rule';
import { quotedList } from './support/wording';

/** Ancestors that are seen in all, some seconds' worth: histories of merges of hundreds have more. */
const mostSeen = 3_000_000;

/** Redundant parents of one revision that are named. */
const mostNamed = 20;

/**
 * A parent that another parent already builds on, or that is named twice. With three or more parents and
 * dependencies, Alembic runs the scripts and then dies in its version table, leaving the database half
 * migrated.
 */
export const redundantParent: Rule = {
  id: 'redundant-parent',
  defaultSeverity: 'warning',
  summary: 'A merge names a parent that another of its parents already builds on.',
  suspects:
    () =>
    ({ script }) =>
      script !== undefined && script.downRevisions.length + script.dependsOn.length > 1,
  *check({ snapshot, suspects, remember }) {
    const { graph } = snapshot.map;
    const crashSite = lazily(() => findCrashSite(snapshot.map));
    const onCycle = lazily(() => remember(revisionsOnCycles, graph));
    let seen = 0;
    for (const { file, node, mayBeRedundant } of yield* doubtfulMerges(graph, suspects, remember)) {
      yield* remember(repeatedNames, file);
      yield undefined;
      if (!mayBeRedundant) continue;
      const revision = snapshot.map.revisions.get(graph.id(node));
      const edges = revision ? downEdges(revision, snapshot.map) : [];
      if (!revision || edges.length < 2 || onCycle().has(revision.id)) continue;
      const above = ancestorsOfEach(snapshot.map, revision, edges);
      seen += edges.length ** 2;
      for (const { size } of above.values()) seen += size;
      if (seen > mostSeen) return;
      yield* redundantNames(snapshot, file, revision, edges, above, crashSite);
    }
  },
};

interface Merge {
  readonly file: RevisionFile;
  readonly node: number;
  /** Whether one of its parents builds on another, or revisions make a cycle. */
  readonly mayBeRedundant: boolean;
}

/**
 * The merges that more than a glance has to settle, which are few. They are looked for once for a graph and
 * the same files, for most edits change neither.
 */
function* doubtfulMerges(
  graph: RevisionGraph,
  suspects: readonly RevisionFile[],
  remember: RuleContext['remember'],
): Generator<undefined, readonly Merge[], void> {
  const known = remember(nothingKnown, graph);
  if (known.suspects === suspects) return known.merges;
  const standOnEachOther = remember(redundancyTest, graph);
  const merges: Merge[] = [];
  for (const [at, file] of suspects.entries()) {
    const node = graph.idNodes.get(file.script?.id ?? '');
    if (node === undefined || graph.script(node) !== file.script) continue;
    if (!graph.ranks || at % 20 === 0) yield undefined;
    const mayBeRedundant = standOnEachOther(node);
    if (mayBeRedundant || remember(repeatedNames, file).length > 0)
      merges.push({ file, node, mayBeRedundant });
  }
  known.suspects = suspects;
  known.merges = merges;
  return merges;
}

function nothingKnown(): { suspects: readonly RevisionFile[] | undefined; merges: readonly Merge[] } {
  return { suspects: undefined, merges: [] };
}

function repeatedNames(file: RevisionFile): readonly RuleFinding[] {
  return (['down_revision', 'depends_on'] as const).flatMap((variable) => {
    const written = headerStrings(file, variable);
    return written
      .filter(({ value }, index) => written.findIndex((other) => other.value === value) < index)
      .map(({ value, range }) => ({
        message: `'${value}' is named twice in ${variable}: remove one of the two.`,
        file: file.path,
        range,
        related: [],
        fixes: [{ kind: 'drop-repeated-reference' as const, file: file.path, variable, name: value }],
      }));
  });
}

/** What Alembic walks down to: parents, then normalised dependencies, each once and only those that exist. */
function downEdges(revision: Revision, map: RevisionMap): readonly string[] {
  return [...new Set([...revision.downRevisions, ...revision.normalizedDependencies])].filter(
    (id) => id !== revision.id && map.revisions.has(id),
  );
}

/** The ancestors of each of a revision's parents and dependencies, as far as they may be among these. */
function ancestorsOfEach(
  { graph }: RevisionMap,
  { id }: Revision,
  edges: readonly string[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const nodeOf = (name: string) => graph.idNodes.get(name) ?? -1;
  const search = ancestorSearch(graph, [nodeOf(id), ...edges.map(nodeOf)]);
  return new Map(edges.map((edge) => [edge, search(nodeOf(edge))]));
}

/** What leads back to itself through others, of which a finding of its own tells. */
function revisionsOnCycles(graph: RevisionGraph): ReadonlySet<string> {
  const cycles = findCycles(graph).filter(({ throughDependency }) => !throughDependency);
  return new Set(cycles.flatMap(({ revisions }) => (revisions.length > 1 ? revisions : [])));
}

function redundantNames(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  revision: Revision,
  edges: readonly string[],
  above: ReadonlyMap<string, ReadonlySet<number>>,
  crashSite: () => string | undefined,
): readonly RuleFinding[] {
  const { map } = snapshot;
  const nodeOf = (id: string) => map.graph.idNodes.get(id) ?? -1;
  const leadsTo = (ancestor: string, edge: string) =>
    ancestor === edge || above.get(edge)?.has(nodeOf(ancestor)) === true;
  if (edges.some((edge) => leadsTo(revision.id, edge))) return [];
  const builtOn = (edge: string) =>
    edges.filter((other) => other !== edge && leadsTo(edge, other) && !leadsTo(other, edge));
  const redundant = edges.filter((edge) => builtOn(edge).length > 0);
  const canCrash = edges.length - redundant.length > 1 && redundant.length > 0;
  const crashes = canCrash && crashSite() === revision.id;
  return redundant.slice(0, mostNamed).flatMap((edge): readonly RuleFinding[] => {
    const isParent = revision.downRevisions.includes(edge);
    const through = builtOn(edge).filter((other) => canCrash || revision.downRevisions.includes(other));
    if (through.length === 0 || (!isParent && !canCrash)) return [];
    const variable = isParent ? 'down_revision' : 'depends_on';
    const name = isParent ? edge : writtenDependency(revision, map, edge);
    const fate = canCrash
      ? `, and 'alembic upgrade' ${crashes ? 'crashes' : 'can crash'} half-way for it`
      : '';
    return [
      {
        severity: crashes ? 'error' : undefined,
        message: `'${name}' comes with ${quotedList(through)} already${fate}: remove it from ${variable}.`,
        file: file.path,
        range: rangeOfHeaderString(file, variable, name),
        related: [],
        fixes: [{ kind: 'remove-reference', file: file.path, variable, name }],
      },
    ];
  });
}

function writtenDependency(revision: Revision, map: RevisionMap, id: string): string {
  return revision.script.dependsOn.find((name) => name === id || map.labels.get(name) === id) ?? id;
}

/** The revision at which `alembic upgrade heads` on an empty database dies in the version table. */
function findCrashSite(map: RevisionMap): string | undefined {
  const plan = planUpgrade(map, 'heads');
  return plan.ok && plan.value.tableError ? plan.value.steps[plan.value.rows.length] : undefined;
}
