import type { Collected, End } from './collected';
import { nodesOnly } from './collected';
import { parseDowngradeTarget } from './downgradeTarget';
import type { Target } from '../resolve/identifier';
import { filterForLineage, findRevision, findRevisions, walk } from '../resolve/identifier';
import { assertTrue, rangeNotAncestor, revisionError } from '../errors/alembicException';
import type { Found } from '../graph/traversal';
import {
  ancestorEdges,
  descendantEdges,
  nodeSet,
  reachableDisjoint,
  reachableFrom,
} from '../graph/traversal';
import { parseRelative, tooFar } from '../resolve/relativeNotation';
import type { RevisionMap } from '../graph/revisionMap';

interface UpgradeOptions {
  /** Whether the lower end belongs to the result, as in `history`. */
  readonly inclusive: boolean;
  /** Whether all that is needed counts, rather than only what lies above the lower end. */
  readonly implicitBase: boolean;
  /** Whether walks past the ends stop there instead of failing. */
  readonly stopAtEnd: boolean;
}

/** The revisions between two ends. Alembic: script/revision.py, RevisionMap._collect_upgrade_revisions. */
export function collectUpgrade(
  map: RevisionMap,
  upper: string | readonly string[],
  lower: End,
  options: UpgradeOptions,
  warnings: string[],
): Collected {
  const { graph } = map;
  let targets = nodesOnly(parseUpgradeTarget(map, lower, upper, options.stopAtEnd));
  if (typeof lower === 'string' && lower.includes('@')) targets = onBranch(map, targets, lower);
  const required = reachableDisjoint(graph, ancestorEdges(graph, true), targets);

  let lowerEnd = lower;
  let current = findRevisions(map, lower);
  const isRequired = (found: Found): boolean => typeof found === 'number' && required.marks[found] === 1;
  if (!options.implicitBase && current.some((found) => found !== undefined && !isRequired(found)))
    throw rangeNotAncestor(lower, upper);
  if (current.length > 0 && current[0] === undefined) {
    const { found } = parseDowngradeTarget(map, upper, lower, options.stopAtEnd, warnings);
    assertTrue(found !== undefined);
    current = found === 'base' ? [] : [found];
    lowerEnd = found === 'base' ? undefined : graph.id(found);
  }
  const applied = reachableDisjoint(graph, ancestorEdges(graph, true), current);

  const marks = required.marks.slice();
  for (const node of applied.members) marks[node] = 0;
  if (options.inclusive) for (const node of nodesOnly(findRevisions(map, lowerEnd))) marks[node] = 1;
  if (current.length > 0 && !options.implicitBase) {
    const above = reachableDisjoint(graph, descendantEdges(graph, false), nodesOnly(current)).marks;
    for (let node = 0; node < marks.length; node++) marks[node] = (marks[node] ?? 0) & (above[node] ?? 0);
  }
  return { revisions: nodeSet(marks), tips: targets };
}

/** With a lower end such as `label@base`, only targets that carry the label count. */
function onBranch(map: RevisionMap, targets: readonly number[], lower: string): number[] {
  const { graph } = map;
  let branch = lower.slice(0, lower.indexOf('@'));
  const node = findRevision(map, branch);
  if (node !== undefined && graph.id(node) === branch) {
    const labels = [...graph.labels(node)];
    const [label] = labels;
    assertTrue(labels.length === 1 && label !== undefined);
    branch = label;
  }
  return [...new Set(targets)].filter((target) => graph.labels(target).has(branch));
}

function parseUpgradeTarget(
  map: RevisionMap,
  current: End,
  target: string | readonly string[],
  stopAtEnd: boolean,
): readonly Found[] {
  const relative = typeof target === 'string' ? parseRelative(target) : undefined;
  if (!relative) return findRevisions(map, target);
  const { branchLabel: branch, symbol, steps } = relative;
  if (steps <= 0) {
    if (symbol === undefined) throw tooFar(relative, relative.integerText);
    const start = findRevision(map, branch === undefined ? symbol : `${branch}@${symbol}`);
    return [walk(map, start, steps, { stopAtEnd })];
  }
  if (symbol !== undefined) return [walk(map, findRevision(map, symbol), steps, { branch, stopAtEnd })];
  const starts = upgradeStarts(map, current, branch);
  if (starts.length > 1) throw revisionError('Ambiguous upgrade from multiple current revisions');
  const found = walk(map, starts[0], steps, { branch, stopAtEnd });
  if (found === undefined) throw tooFar(relative);
  return [found];
}

/**
 * Where `+N` starts to count: the rows, on a branch its tips among what is applied, or undefined for below
 * the bases.
 */
function upgradeStarts(map: RevisionMap, current: End, branch: string | undefined): readonly Target[] {
  const rows = typeof current === 'string' ? [current] : (current ?? []);
  if (!branch) return rows.length > 0 ? rows : [undefined];
  const { graph } = map;
  const found = findRevisions(map, rows);
  const starts = filterForLineage(map, found, branch);
  if (starts.length > 0) return starts;
  const applied = reachableFrom(ancestorEdges(graph, true), found).members;
  const active = filterForLineage(map, applied, branch);
  const tips = new Set(active);
  for (const node of active) for (const down of graph.downs(node)) tips.delete(down);
  return tips.size > 0 ? [...tips] : [undefined];
}
