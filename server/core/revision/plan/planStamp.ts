import type { Outcome } from '../errors/alembicError';
import { filterForLineage, findRevisions } from '../resolve/identifier';
import { startingRows, tooManyValues } from './plan';
import { assertTrue, attempt, commandError, forUser, AlembicException } from '../errors/alembicException';
import type { Found } from '../graph/traversal';
import { ancestorEdges, reachableFrom, descendantEdges } from '../graph/traversal';
import type { RevisionMap } from '../graph/revisionMap';
import type { StampStep, TableOutcome } from './versionTable';
import { runStampSteps } from './versionTable';

/** The changes of a stamp to the version table. */
export interface StampPlan extends TableOutcome {
  readonly steps: readonly StampStep[];
}

/** How a stamp is asked for. */
export interface StampOptions {
  /** As with `--sql`: targets may be `from:to`, and the database's rows play no part. */
  readonly sql?: boolean;
  /** As with `--purge`: the table is emptied first. */
  readonly purge?: boolean;
}

/** The plan of `alembic stamp TARGET …` for a version table that holds `current`. */
export function planStamp(
  map: RevisionMap,
  targets: readonly string[],
  current: readonly string[] = [],
  options: StampOptions = {},
): Outcome<StampPlan> {
  return attempt(() => {
    const { start, ends } = options.sql ? splitStarts(targets) : { start: undefined, ends: targets };
    if (options.purge && options.sql) throw commandError("Can't use --purge with --sql mode");
    const rows = options.sql ? startingRows(map, start) : options.purge ? [] : current;
    const steps = forUser(
      { multipleHeads: 'Multiple heads are present; please specify a single target revision' },
      () => stampSteps(map, ends, rows),
    );
    return { steps, ...runStampSteps(map, rows, steps) };
  });
}

function splitStarts(targets: readonly string[]): {
  readonly start: string | undefined;
  readonly ends: readonly string[];
} {
  let start: string | undefined;
  const ends = targets.map((target) => {
    if (!target.includes(':')) return target;
    const [from = '', to = '', ...more] = target.split(':');
    if (more.length > 0) throw tooManyValues();
    if (start !== undefined && start !== from)
      throw commandError('Stamp operation with --sql only supports a single starting revision at a time');
    start = from;
    return to;
  });
  return { start, ends };
}

function stampSteps(map: RevisionMap, targets: readonly string[], rows: readonly string[]): StampStep[] {
  const { graph } = map;
  const found = forUser({}, () => findRevisions(map, rows));
  const wanted = targets.length > 0 ? targets : ['base'];
  const considered = new Set<Found>();
  for (const target of wanted)
    if (target !== '') for (const row of filterForLineage(map, found, target, true)) considered.add(row);
  const ids = (): string[] => [...considered].map((row) => idOf(map, row));
  const destinations = forUser({}, () => findRevisions(map, wanted));

  const steps: StampStep[] = [];
  for (const destination of destinations.length > 0 ? destinations : [undefined]) {
    if (destination === undefined) {
      for (const id of ids()) steps.push({ from: [id], to: [], isUpgrade: false, branchMove: true });
      continue;
    }
    if (considered.has(destination)) continue;
    assertTrue(destination !== 'base');
    const above = reachableFrom(descendantEdges(graph, true), [destination]).marks;
    const below = reachableFrom(ancestorEdges(graph, true), [destination]).marks;
    const some = (marks: Uint8Array): boolean =>
      [...considered].some((row) => typeof row === 'number' && marks[row] === 1);
    const to = [graph.id(destination)];
    if (some(above)) {
      assertTrue(!some(below));
      steps.push({ from: ids(), to, isUpgrade: false, branchMove: false });
    } else if (some(below)) {
      steps.push({ from: ids(), to, isUpgrade: true, branchMove: false });
    } else {
      steps.push({ from: [], to, isUpgrade: true, branchMove: true });
    }
  }
  return steps;
}

function idOf(map: RevisionMap, row: Found): string {
  if (typeof row === 'number') return map.graph.id(row);
  const type = row === undefined ? 'NoneType' : 'str';
  throw new AlembicException('AttributeError', `'${type}' object has no attribute 'revision'`);
}
