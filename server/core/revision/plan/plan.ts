import type { Outcome } from '../errors/alembicError';
import { collectDowngrade } from './collectDowngrade';
import type { Collected } from './collected';
import { collectUpgrade } from './collectUpgrade';
import { findRevision } from '../resolve/identifier';
import { isSymbol } from '../resolve/symbols';
import { attempt, commandError, forUser, AlembicException } from '../errors/alembicException';
import type { RevisionGraph } from '../graph/revisionGraph';
import type { RevisionMap } from '../graph/revisionMap';
import { topologicalOrder } from '../graph/topologicalOrder';
import type { TableOutcome } from './versionTable';
import { runMigrationSteps } from './versionTable';

/** The scripts that a command runs, in running order, and what becomes of the version table. */
export interface Plan extends TableOutcome {
  /** Ids in the order in which they run. */
  readonly steps: readonly string[];
}

/** How a plan is asked for. */
export interface PlanOptions {
  /** As with `--sql`: the start is part of the target (`from:to`), and the database's rows play no part. */
  readonly sql?: boolean;
}

/**
 * What `alembic upgrade TARGET` would run on a database whose version table holds `current`, in the order of
 * its rows.
 */
export function planUpgrade(
  map: RevisionMap,
  target: string,
  current: readonly string[] = [],
  options: PlanOptions = {},
): Outcome<Plan> {
  return attempt((warnings) => {
    const { start, end } = splitRange(target, options.sql === true);
    const rows = options.sql ? startingRows(map, start) : current;
    const nodes = forUser(
      { ancestor: 'Destination %(end)s is not a valid upgrade target from current head(s)', end },
      () => {
        const settings = { inclusive: false, implicitBase: true, stopAtEnd: false };
        const ordered = orderAndFind(map, collectUpgrade(map, end, rows, settings, warnings)).reverse();
        for (const node of ordered) requireFunction(map.graph, node, 'upgrade');
        return ordered;
      },
    );
    return planOf(map, rows, nodes, true);
  });
}

/** The plan of `alembic downgrade TARGET`. */
export function planDowngrade(
  map: RevisionMap,
  target: string,
  current: readonly string[] = [],
  options: PlanOptions = {},
): Outcome<Plan> {
  return attempt((warnings) => {
    if (options.sql && !target.includes(':'))
      throw commandError('downgrade with --sql requires <fromrev>:<torev>');
    const { start, end } = splitRange(target, options.sql === true);
    const rows = options.sql ? startingRows(map, start) : current;
    const nodes = forUser(
      { ancestor: 'Destination %(end)s is not a valid downgrade target from current head(s)', end },
      () => {
        // Alembic makes each step before it looks for the next one.
        const use = (node: number): void => requireFunction(map.graph, node, 'downgrade');
        return orderAndFind(map, collectDowngrade(map, rows, end, warnings), use);
      },
    );
    return planOf(map, rows, nodes, false);
  });
}

/**
 * The revisions of a plan in order, newest first; every id is looked up once more, so that one called `head`
 * leads astray as in Alembic. `use` is called with each before the next one is looked up.
 */
export function orderAndFind(
  map: RevisionMap,
  { revisions, tips }: Collected,
  use?: (node: number) => void,
): number[] {
  return topologicalOrder(map.graph, revisions, tips).map((node) => {
    const found = lookUpOnceMore(map, node);
    use?.(found);
    return found;
  });
}

function lookUpOnceMore(map: RevisionMap, node: number): number {
  const id = map.graph.id(node);
  if (!isSymbol(id)) return map.graph.answering(node);
  const found = findRevision(map, id);
  if (found === undefined) throw new AlembicException('AssertionError', '');
  return found;
}

/** The rows that `--sql` starts from: none for `base` or without a start. */
export function startingRows(map: RevisionMap, start: string | undefined): readonly string[] {
  if (start === undefined || start === 'base') return [];
  const node = forUser({}, () => findRevision(map, start));
  if (node === undefined)
    throw new AlembicException('AttributeError', "'NoneType' object has no attribute 'revision'");
  return [map.graph.id(node)];
}

/** Python's error for unpacking a text that was split at more than one colon. */
export function tooManyValues(): AlembicException {
  return new AlembicException('ValueError', 'too many values to unpack (expected 2)');
}

function planOf(
  map: RevisionMap,
  rows: readonly string[],
  nodes: readonly number[],
  isUpgrade: boolean,
): Plan {
  return {
    steps: nodes.map((node) => map.graph.id(node)),
    ...runMigrationSteps(map, rows, nodes, isUpgrade),
  };
}

function splitRange(
  target: string,
  sql: boolean,
): { readonly start: string | undefined; readonly end: string } {
  if (!target.includes(':')) return { start: undefined, end: target };
  if (!sql) throw commandError('Range revision not allowed');
  const [start, end = '', ...more] = target.split(':');
  if (more.length > 0) throw tooManyValues();
  return { start, end };
}

function requireFunction(graph: RevisionGraph, node: number, name: 'upgrade' | 'downgrade'): void {
  const script = graph.script(node);
  if (name === 'upgrade' ? script.hasUpgrade : script.hasDowngrade) return;
  const fileName = script.file.slice(
    Math.max(script.file.lastIndexOf('/'), script.file.lastIndexOf('\\')) + 1,
  );
  const module = fileName.replace(/[^\p{L}\p{N}_]/gu, '_');
  throw new AlembicException('AttributeError', `module '${module}' has no attribute '${name}'`, {
    files: [script.file],
  });
}
