import type { AlembicError } from '../errors/alembicError';
import { findCycles } from './findCycles';
import { compareCodePoints, pythonRepr } from '../../text/pythonText';
import type { EdgeList } from './edgeList';
import { reachableFrom } from './traversal';
import type { RevisionGraph } from './revisionGraph';

/**
 * Alembic's own search for cycles: whatever is not reached both from the heads down and from the bases up. It
 * misses cycles with an entrance and an exit; `findCycles` does not.
 */
export function findCycleError(graph: RevisionGraph): AlembicError | undefined {
  if (graph.size === 0) return undefined;
  const heads = loadedHeads(graph, 'parents');
  const bases = rootsOf(graph);
  const cycle = { type: 'CycleDetected', text: 'Cycle is detected in revisions' };
  if (heads.length === 0 || bases.length === 0) return cycleError(graph, cycle, [...graph.idNodes.keys()]);
  const label = labelAsParentError(graph, heads);
  if (label) return label;
  const unreached = notBetween(graph, heads, graph.parentEdges, bases, graph.childEdges);
  if (unreached.length > 0) return cycleError(graph, cycle, unreached);

  const dependencyCycle = {
    type: 'DependencyCycleDetected',
    text: 'Dependency cycle is detected in revisions',
  };
  if (graph.allDependencies.size === 0 && bases.every((node) => isRealRoot(graph, node))) return undefined;
  const realHeads = loadedHeads(graph, 'parents-and-dependencies');
  const realBases = bases.filter((node) => isRealRoot(graph, node));
  if (realHeads.length === 0 || realBases.length === 0)
    return cycleError(graph, dependencyCycle, [...graph.idNodes.keys()]);
  const apart = notBetween(graph, realHeads, graph.allParentEdges, realBases, graph.allChildEdges);
  return apart.length > 0 ? cycleError(graph, dependencyCycle, apart) : undefined;
}

/**
 * Nodes without children in the map; files replaced by a later one of the same id always count, as in
 * Alembic.
 */
export function loadedHeads(graph: RevisionGraph, through: 'parents' | 'parents-and-dependencies'): number[] {
  if (!graph.hasDuplicates) {
    const heads = graph.childEdges.nodesWithout();
    return through === 'parents' ? heads : heads.filter((node) => graph.isRealHead(node));
  }
  const { starts, targets } = through === 'parents' ? graph.parentEdges : graph.allParentEdges;
  const named = new Uint8Array(graph.size);
  for (const node of graph.mapped()) {
    const end = starts[node + 1] ?? 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) named[targets[edge] ?? 0] = 1;
  }
  return graph.nodesWhere((node) => !named[node]);
}

/** Bases, and what may build on one since its parents are not known. */
function rootsOf(graph: RevisionGraph): number[] {
  return graph.parentEdges
    .nodesWithout()
    .filter((node) => graph.isBase(node) || graph.script(node).hasUnknownDownRevision === true);
}

function isRealRoot(graph: RevisionGraph, node: number): boolean {
  return graph.isRealBase(node) || (!graph.isBase(node) && graph.script(node).dependsOn.length === 0);
}

/** Nodes without `down_revision`, in load order. */
export function basesOf(graph: RevisionGraph): number[] {
  return graph.parentEdges.nodesWithout().filter((node) => graph.isBase(node));
}

function notBetween(
  graph: RevisionGraph,
  tops: number[],
  down: EdgeList,
  bottoms: number[],
  up: EdgeList,
): string[] {
  const fromTop = reachableFrom(down, tops);
  const fromBottom = reachableFrom(up, bottoms);
  if (
    !graph.hasDuplicates &&
    fromTop.members.length === graph.size &&
    fromBottom.members.length === graph.size
  )
    return [];
  const idsOf = (nodes: readonly number[]): Set<string> => new Set(nodes.map((node) => graph.id(node)));
  const above = idsOf(fromTop.members);
  const below = idsOf(fromBottom.members);
  return [...graph.idNodes.keys()].filter((id) => !above.has(id) || !below.has(id)).sort(compareCodePoints);
}

function cycleError(
  graph: RevisionGraph,
  kind: { readonly type: string; readonly text: string },
  ids: readonly string[],
): AlembicError {
  const cycles = findCycles(graph).flatMap((cycle) => cycle.revisions);
  const nodes = (cycles.length > 0 ? cycles : ids).map((id) => graph.idNodes.get(id));
  const files = nodes.flatMap((node) => (node === undefined ? [] : [graph.scripts[node]?.file ?? '']));
  return { type: kind.type, message: `${kind.text} (${ids.join(', ')})`, files };
}

/** A parent named by a label passes every check before this walk, which knows ids only. */
function labelAsParentError(graph: RevisionGraph, heads: readonly number[]): AlembicError | undefined {
  if (graph.parentByLabel.length === 0) return undefined;
  const labels = new Map(graph.parentByLabel.map((each) => [each.node, each.label]));
  for (const node of reachableFrom(graph.parentEdges, heads).members) {
    const label = labels.get(node);
    if (label !== undefined)
      return { type: 'KeyError', message: pythonRepr(label), files: [graph.scripts[node]?.file ?? ''] };
  }
  return undefined;
}
