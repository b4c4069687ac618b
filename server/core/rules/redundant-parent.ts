import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { planUpgrade } from '../revision/plan/plan';
import { ancestorSearch, redundancyTest } from '../revision/graph/redundantParents';
import type { Revision, RevisionMap } from '../revision/graph/revisionMap';
import { headerStrings, rangeOfHeaderString } from './support/headerStrings';
import { lazily } from './engine/lazy';
import type { Rule, RuleFinding } from './engine/rule';
import { quotedList } from './support/wording';

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
    const standOnEachOther = remember(redundancyTest, graph);
    const crashSite = lazily(() => findCrashSite(snapshot.map));
    for (const [at, file] of suspects.entries()) {
      const node = graph.idNodes.get(file.script?.id ?? '');
      if (node === undefined || graph.script(node) !== file.script) continue;
      yield* remember(repeatedNames, file);
      // A glance settles nearly every merge, unless revisions make a cycle.
      if (!graph.ranks || at % 20 === 0) yield undefined;
      if (!standOnEachOther(node)) continue;
      const revision = snapshot.map.revisions.get(graph.id(node));
      const edges = revision ? downEdges(revision, snapshot.map) : [];
      if (revision && edges.length > 1) yield* redundantNames(snapshot, file, revision, edges, crashSite);
    }
  },
};

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

function redundantNames(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  revision: Revision,
  edges: readonly string[],
  crashSite: () => string | undefined,
): readonly RuleFinding[] {
  const { map } = snapshot;
  const { graph } = map;
  const nodeOf = (id: string) => graph.idNodes.get(id) ?? -1;
  const search = ancestorSearch(graph, [nodeOf(revision.id), ...edges.map(nodeOf)]);
  const above = new Map(edges.map((edge) => [edge, search(nodeOf(edge))]));
  const leadsTo = (ancestor: string, edge: string) =>
    ancestor === edge || above.get(edge)?.has(nodeOf(ancestor)) === true;
  if (edges.some((edge) => leadsTo(revision.id, edge))) return [];
  const builtOn = (edge: string) =>
    edges.filter((other) => other !== edge && leadsTo(edge, other) && !leadsTo(other, edge));
  const redundant = edges.filter((edge) => builtOn(edge).length > 0);
  const canCrash = edges.length - redundant.length > 1 && redundant.length > 0;
  const crashes = canCrash && crashSite() === revision.id;
  return redundant.flatMap((edge): readonly RuleFinding[] => {
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
