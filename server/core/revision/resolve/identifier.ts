import { codePointLength, pythonInteger } from '../../text/pythonText';
import {
  assertTrue,
  hangType,
  multipleHeads,
  AlembicException,
  resolutionError,
  revisionError,
} from '../errors/alembicException';
import type { Found } from '../graph/traversal';
import { ancestorEdges, descendantEdges, reachableFrom } from '../graph/traversal';
import { splitIdentifier } from './relativeNotation';
import { isSymbol } from './symbols';
import type { RevisionMap } from '../graph/revisionMap';

/** A revision given as a node or as a name still to be resolved. */
export type Target = number | string | undefined;

/** Symbols replaced, branch label split off; the ids are not looked up yet. */
interface ResolvedNumber {
  readonly ids: readonly string[];
  readonly label: string | undefined;
}

/** Alembic's `_resolve_revision_number`. */
function resolveNumber(map: RevisionMap, identifier: string | undefined): ResolvedNumber {
  if (identifier === undefined) return { ids: [], label: undefined };
  const { label, rest } = splitIdentifier(identifier);
  if (rest === 'heads')
    return { ids: label ? filterForLineage(map, map.heads, label) : map.realHeads, label };
  if (rest === 'head') {
    const head = currentHead(map, label);
    return { ids: head ? [head] : [], label };
  }
  return { ids: rest === 'base' ? [] : [rest], label };
}

/** All revisions that one or several identifiers stand for: Alembic's `get_revisions`. */
export function findRevisions(map: RevisionMap, identifier: string | readonly string[] | undefined): Found[] {
  if (identifier === undefined) return [];
  if (typeof identifier !== 'string') return identifier.flatMap((each) => findRevisions(map, each));
  const exact = map.graph.idNodes.get(identifier);
  if (exact !== undefined && !isSymbol(identifier)) return [exact];
  const { ids, label } = resolveNumber(map, identifier);
  const [only] = ids;
  const steps = ids.length === 1 && only !== undefined ? pythonInteger(only) : undefined;
  if (steps !== undefined && steps < 0) return stepsBelowHeads(map, steps, label);
  return ids.map((id) => nodeForIdentifier(map, id, label));
}

/** The one revision that an identifier stands for, undefined for base: Alembic's `get_revision`. */
export function findRevision(map: RevisionMap, identifier: string | undefined): number | undefined {
  const { ids, label } = resolveNumber(map, identifier);
  if (ids.length > 1) throw multipleHeads(ids, identifier ?? 'None');
  return nodeForIdentifier(map, ids[0], label);
}

/** A full or partial id, or a label; with a branch it must share lineage with it. */
function nodeForIdentifier(map: RevisionMap, id: string | undefined, branch?: string): number | undefined {
  const { graph } = map;
  const branchNode = branch ? findBranch(map, branch) : undefined;
  if (id === undefined) return undefined;
  const node = graph.lookUp(id) ?? nodeForPrefix(map, id, branchNode === undefined ? undefined : branch);
  if (!branch || branchNode === undefined) return node;
  assertTrue(id !== '');
  const branchId = graph.id(branchNode);
  if (branchId !== '' && !lineageTest(map, [branchId])(graph.id(node)))
    throw resolutionError(`Revision ${graph.id(node)} is not a member of branch '${branch}'`, id);
  return node;
}

/** The revision that stands for a branch: a label's, or that of any id. */
export function findBranch(map: RevisionMap, branch: string): number {
  const node = map.graph.lookUp(branch);
  if (node !== undefined) return node;
  try {
    return nodeForPrefix(map, branch, undefined);
  } catch (error) {
    if (error instanceof AlembicException && error.type === 'ResolutionError')
      throw resolutionError(`No such branch: '${branch}'`, branch);
    throw error;
  }
}

/**
 * Takes steps up (positive) or down from a revision; `base` is what lies below the bases. Walking too far
 * gives undefined, or with `stopAtEnd` the last revision reached.
 */
export function walk(
  map: RevisionMap,
  start: Target,
  steps: number,
  options: { readonly branch?: string | undefined; readonly stopAtEnd: boolean },
): Found {
  const { graph } = map;
  let found: Found = typeof start === 'string' ? findRevision(map, start) : start;
  let inBranch: ReturnType<typeof lineageFilter> | undefined;
  let taken = 0;
  for (let left = Math.abs(steps); left > 0; left--) {
    if (taken++ > maximumSteps)
      throw new AlembicException(hangType, `walking ${String(steps)} steps would not end`);
    let next: readonly Found[];
    if (steps > 0) {
      assertTrue(found !== 'base');
      next = findRevisions(
        map,
        found === undefined ? map.bases : graph.children(found).map((child) => graph.id(child)),
      );
      for (const each of next) assertTrue(typeof each === 'number');
      if (options.branch) {
        inBranch ??= lineageFilter(map, options.branch);
        next = inBranch(next);
      }
    } else {
      next = found === 'base' ? [] : below(map, found);
    }
    if (next.length === 0) return options.stopAtEnd ? found : undefined;
    if (next.length > 1) throw revisionError('Ambiguous walk');
    found = next[0];
  }
  return found;
}

const maximumSteps = 5_000_000;

function below(map: RevisionMap, found: number | undefined): readonly Found[] {
  const { graph } = map;
  const parents = found === undefined ? map.heads : graph.parents(found).map((parent) => graph.id(parent));
  const next = findRevisions(map, parents);
  return next.length === 0 ? ['base'] : next;
}

function currentHead(map: RevisionMap, label: string | undefined): string | undefined {
  const heads = label ? filterForLineage(map, map.heads, label) : map.heads;
  if (heads.length > 1) throw multipleHeads(heads, label ? `${label}@head` : 'head');
  return heads[0];
}

function stepsBelowHeads(map: RevisionMap, steps: number, label: string | undefined): Found[] {
  let heads = findRevisions(map, 'heads');
  if (label !== undefined)
    heads = heads.filter((head) => typeof head === 'number' && map.graph.labels(head).has(label));
  return heads.map((head) => walk(map, head, steps, { stopAtEnd: false }));
}

function nodeForPrefix(map: RevisionMap, prefix: string, branch: string | undefined): number {
  assertTrue(prefix !== '');
  const { graph } = map;
  let matches: string[] = [];
  for (const keys of [graph.idNodes.keys(), graph.labelNodes.keys()])
    for (const key of keys) if (key.startsWith(prefix) && codePointLength(key) > 3) matches.push(key);
  if (branch !== undefined) matches = filterForLineage(map, matches, branch);
  const [match] = matches;
  if (match === undefined) {
    const hint =
      codePointLength(prefix) < 4
        ? '; please ensure at least four characters are present for partial revision identifier matches'
        : '';
    throw resolutionError(`No such revision or branch '${prefix}'${hint}`, prefix);
  }
  if (matches.length > 1) {
    const shown = matches.slice(0, 3).map((each) => `'${each}'`);
    throw resolutionError(`Multiple revisions start with '${prefix}': ${shown.join(', ')}...`, prefix);
  }
  const node = graph.lookUp(match);
  assertTrue(node !== undefined);
  return node;
}

/** Keeps the targets that share lineage with what the identifier names. */
export function filterForLineage<T extends Target>(
  map: RevisionMap,
  targets: readonly T[],
  against: string,
  dependencies = false,
): T[] {
  return lineageFilter(map, against, dependencies)(targets);
}

/**
 * The same filter for several lists of targets; resolves the identifier once, and its nodes at the first
 * comparison.
 */
function lineageFilter(
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
function lineageTest(
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
    const above = reachableFrom(descendantEdges(graph, dependencies), [node]).marks;
    const below = reachableFrom(ancestorEdges(graph, dependencies), [node]).marks;
    return others.some((other) => other !== undefined && (above[other] === 1 || below[other] === 1));
  };
}

/** The nodes that share lineage with the given ones; without duplicate ids, lineage is symmetric. */
function union(map: RevisionMap, nodes: readonly (number | undefined)[]): Uint8Array {
  const { graph } = map;
  const present = nodes.filter((node) => node !== undefined);
  const marks = reachableFrom(descendantEdges(graph, false), present).marks;
  for (const node of reachableFrom(ancestorEdges(graph, false), present).members) marks[node] = 1;
  return marks;
}
