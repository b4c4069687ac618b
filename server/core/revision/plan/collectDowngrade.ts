import type { Collected } from './collected';
import { nodesOnly } from './collected';
import { parseDowngradeTarget } from './downgradeTarget';
import { findBranch, findRevisions } from '../resolve/identifier';
import { rangeNotAncestor, revisionError } from '../errors/alembicException';
import type { Found } from '../graph/traversal';
import { ancestorEdges, descendantEdges, nodeSet, reachableFrom } from '../graph/traversal';
import type { RevisionGraph } from '../graph/revisionGraph';
import type { RevisionMap } from '../graph/revisionMap';

/**
 * The revisions that a downgrade removes. Alembic: script/revision.py,
 * RevisionMap._collect_downgrade_revisions.
 */
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
  const dropped = reachableFrom(descendantEdges(graph, true), roots).marks;
  const applied = reachableFrom(ancestorEdges(graph, true), tips).marks;
  for (let node = 0; node < dropped.length; node++)
    dropped[node] = (dropped[node] ?? 0) & (applied[node] ?? 0);
  const revisions = nodeSet(dropped);
  if (remaining !== undefined && revisions.members.length === 0 && !tips.includes(remaining))
    throw rangeNotAncestor('Nothing to drop', current);
  return { revisions, tips };
}

/** As Alembic's map holds them: a base once for its id and once more for every label that it declares. */
function rootsOf(graph: RevisionGraph): number[] {
  return [...graph.idNodes.values(), ...graph.labelNodes.values()].filter((node) => graph.isBase(node));
}

function rootsBelow(map: RevisionMap, roots: readonly number[], branch: string): readonly Found[] {
  const { graph } = map;
  const ancestors = reachableFrom(ancestorEdges(graph, false), [findBranch(map, branch)]).members;
  const ids = new Set(ancestors.map((node) => graph.id(node)));
  const kept = [...new Set(roots.map((node) => graph.id(node)))].filter((id) => ids.has(id));
  const found = nodesOnly(findRevisions(map, kept));
  if (found.length === 0) throw revisionError('Not a valid downgrade target from current heads');
  return found;
}
