import type { Collected, End } from './collectUpgrade';
import { nodeSet, nodesOnly } from './collectUpgrade';
import { hasCycle } from './dependencies';
import { findBranch, findRevision, findRevisions, walk } from './identifier';
import { filterForLineage } from './lineage';
import { assertTrue, rangeNotAncestor, revisionError } from './raised';
import type { Found } from './related';
import { downward, related, upward } from './related';
import type { RelativeTarget } from './relativeNotation';
import { parseRelative, splitDowngradeTarget } from './relativeNotation';
import type { RevisionGraph } from './revisionGraph';
import type { RevisionMap } from './revisionMap';

/** A downgrade target: the branch that narrows it, and the revision that is to remain. */
interface DowngradeTarget {
  readonly branch: string | undefined;
  readonly found: Found;
}

/** What a downgrade takes away: Alembic's `_collect_downgrade_revisions`. */
export function collectDowngrade(
  map: RevisionMap,
  current: readonly string[],
  target: string,
  warnings: string[],
): Collected {
  const { graph } = map;
  const { branch, found } = parseDowngradeTarget(map, current, target, false, warnings);
  const remaining = found === 'base' ? undefined : found;
  let roots: readonly Found[] =
    remaining === undefined
      ? rootsOf(graph)
      : nodesOnly(
          findRevisions(
            map,
            graph.children(remaining).map((child) => graph.id(child)),
          ),
        );
  if (branch && roots.length > 1) roots = rootsBelow(map, nodesOnly(roots), branch);

  const tips = findRevisions(map, current);
  const dropped = related(graph, upward(graph, true), roots).marks;
  const applied = related(graph, downward(graph, true), tips).marks;
  for (let node = 0; node < dropped.length; node++)
    dropped[node] = (dropped[node] ?? 0) & (applied[node] ?? 0);
  const revisions = nodeSet(dropped);
  if (remaining !== undefined && revisions.members.length === 0 && !tips.includes(remaining))
    throw rangeNotAncestor('Nothing to drop', current);
  return { revisions, tips };
}

/** Alembic's `_parse_downgrade_target`; also used for a relative start of a history range. */
export function parseDowngradeTarget(
  map: RevisionMap,
  current: End,
  target: End,
  stopAtEnd: boolean,
  warnings: string[],
): DowngradeTarget {
  if (target === undefined) return { branch: undefined, found: undefined };
  assertTrue(typeof target === 'string', 'Expected downgrade target in string form');
  const relative = parseRelative(target);
  if (!relative) {
    const { label, rest } = splitDowngradeTarget(target);
    return { branch: label, found: findRevision(map, rest) };
  }
  return relative.steps >= 0
    ? above(map, relative, stopAtEnd)
    : below(map, typeof current === 'string' ? [current] : (current ?? []), relative, stopAtEnd, warnings);
}

function above(map: RevisionMap, relative: RelativeTarget, stopAtEnd: boolean): DowngradeTarget {
  const { branchLabel: branch, symbol, steps } = relative;
  if (symbol === undefined) throw tooFar(relative);
  const found = walk(map, symbol, steps, { branch, stopAtEnd });
  if (found === undefined) throw revisionError('Walked too far');
  return { branch, found };
}

function below(
  map: RevisionMap,
  current: readonly string[],
  relative: RelativeTarget,
  stopAtEnd: boolean,
  warnings: string[],
): DowngradeTarget {
  let branch = relative.branchLabel;
  let symbol = relative.symbol;
  if (symbol === undefined) {
    if (branch) {
      symbol = onlyRowOnBranch(map, current, branch);
    } else {
      [symbol] = current;
      if (symbol === undefined) throw tooFar(relative);
      if (new Set(current).size > 1)
        warnings.push(
          'downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future release.',
        );
      branch = symbol;
    }
  }
  const start = findRevision(map, branch === undefined ? symbol : `${branch}@${symbol}`);
  const found = walk(map, start, relative.steps, { stopAtEnd });
  if (found === undefined)
    throw relative.symbol === undefined ? tooFar(relative) : revisionError('Walked too far');
  return { branch, found };
}

function tooFar({ text, integerText }: RelativeTarget): Error {
  return revisionError(`Relative revision ${text} didn't produce ${integerText.replace('-', '')} migrations`);
}

function onlyRowOnBranch(map: RevisionMap, current: readonly string[], branch: string): string {
  const { graph } = map;
  let rows = filterForLineage(map, current, branch);
  if (rows.length === 0)
    rows = filterForLineage(map, impliedHeads(map, current), branch).map((node) => graph.id(node));
  const [row] = rows;
  assertTrue(rows.length === 1 && row !== undefined);
  return row;
}

/** The rows and the heads that they imply through dependencies: everything applied that nothing applied stands on. In load order. */
export function impliedHeads(map: RevisionMap, rows: readonly string[]): readonly number[] {
  const { graph } = map;
  const applied = related(graph, downward(graph, true), new Set(findRevisions(map, rows)));
  const remaining = applied.marks;
  if (!hasCycle(graph)) {
    // With a revision all that it stands on is applied, so one with an applied descendant has an applied child.
    return nodeSet(remaining).members.filter(
      (node) => !graph.children(node).some((child) => remaining[child] === 1),
    );
  }
  // Of applied revisions that form a cycle Alembic keeps the last one it looks at, so each is judged against those still there.
  for (const node of nodeSet(remaining).members) {
    const isCovered = related(graph, upward(graph, false), [node]).members.some(
      (other) => other !== node && remaining[other] === 1,
    );
    if (isCovered) remaining[node] = 0;
  }
  return nodeSet(remaining).members;
}

/** As Alembic's map holds them: a base once for its id and once more for every label that it declares. */
function rootsOf(graph: RevisionGraph): number[] {
  return [...graph.idNodes.values(), ...graph.labelNodes.values()].filter((node) => graph.isBase(node));
}

function rootsBelow(map: RevisionMap, roots: readonly number[], branch: string): readonly Found[] {
  const { graph } = map;
  const ancestors = related(graph, downward(graph, false), [findBranch(map, branch)]).members;
  const ids = new Set(ancestors.map((node) => graph.id(node)));
  const kept = [...new Set(roots.map((node) => graph.id(node)))].filter((id) => ids.has(id));
  const found = nodesOnly(findRevisions(map, kept));
  if (found.length === 0) throw revisionError('Not a valid downgrade target from current heads');
  return found;
}
