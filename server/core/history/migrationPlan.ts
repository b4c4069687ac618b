import type { Outcome } from '../revision/errors/alembicError';
import { fail, succeed } from '../revision/errors/alembicError';
import { errorForUser } from '../revision/errors/alembicException';
import type { RevisionMap } from '../revision/graph/revisionMap';
import { planDowngrade, planUpgrade } from '../revision/plan/plan';
import { planDowngradeToKnown } from '../revision/plan/planReturn';
import type { DowngradeToKnown } from '../revision/plan/planReturn';
import { planStamp } from '../revision/plan/planStamp';
import type { StampOptions } from '../revision/plan/planStamp';
import type { TableOutcome } from '../revision/plan/versionTable';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { databasePosition } from './databasePosition';
import { whyPlanIsUndetermined } from './undeterminedAnswers';

/** A run that Alembic would bring to its end. */
export interface MigrationPlan {
  /** The ids that run, in order. */
  readonly steps: readonly string[];
  readonly headsAfter: readonly string[];
}

/** What a stamp has a version table say. */
export interface StampEffect {
  readonly rowsAfter: readonly string[];
  /** Revisions believed applied that are not now, in the order of an upgrade. */
  readonly believedApplied: readonly string[];
  /** Revisions applied now and believed not to be, newest first. */
  readonly forgotten: readonly string[];
}

/**
 * What a migration runs on a database with these rows, or the error that Alembic shows: while loading,
 * planning or writing its table.
 */
export function planFor(
  map: RevisionMap,
  direction: 'upgrade' | 'downgrade',
  target: string,
  rows: readonly string[],
): Outcome<MigrationPlan> {
  if (map.loadError) return fail(errorForUser(map.loadError));
  const plan = direction === 'upgrade' ? planUpgrade(map, target, rows) : planDowngrade(map, target, rows);
  if (!plan.ok) return plan;
  const { steps } = plan.value;
  return withRowsAfter(plan.value, (headsAfter) => ({ steps, headsAfter }));
}

/**
 * The numbers of steps to each target from the rows of each database; null where Alembic rejects it, or only
 * running files would tell. Yields after every plan.
 */
export function* countPlanSteps(
  snapshot: EnvironmentSnapshot,
  direction: 'upgrade' | 'downgrade',
  targets: readonly string[],
  databases: readonly (readonly string[])[],
): Generator<void, readonly (readonly (number | null)[])[]> {
  const counts: (number | null)[][] = [];
  for (const target of targets) {
    const ofTarget: (number | null)[] = [];
    for (const rows of databases) {
      const plan = planFor(snapshot.map, direction, target, rows);
      const isKnown = whyPlanIsUndetermined(snapshot, direction, target, rows, plan) === undefined;
      ofTarget.push(plan.ok && isKnown ? plan.value.steps.length : null);
      yield;
    }
    counts.push(ofTarget);
  }
  return counts;
}

/** What a stamp changes in a database with these rows, or the error that Alembic shows. */
export function stampEffect(
  map: RevisionMap,
  targets: readonly string[],
  rows: readonly string[],
  options: StampOptions,
): Outcome<StampEffect> {
  if (map.loadError) return fail(errorForUser(map.loadError));
  const plan = planStamp(map, targets, rows, options);
  if (!plan.ok) return plan;
  return withRowsAfter(plan.value, (rowsAfter) => {
    const before = new Set(databasePosition(map, rows).applied);
    const after = new Set(databasePosition(map, rowsAfter).applied);
    return {
      rowsAfter,
      believedApplied: [...after].filter((id) => !before.has(id)),
      forgotten: [...before].filter((id) => !after.has(id)).reverse(),
    };
  });
}

/** The downgrade to revisions that `isHere` knows, from the map of another checkout. */
export function planReturnTo(
  there: RevisionMap,
  isHere: (id: string) => boolean,
  databases: readonly (readonly string[])[],
): Outcome<DowngradeToKnown> {
  return there.loadError
    ? fail(errorForUser(there.loadError))
    : planDowngradeToKnown(there, isHere, databases);
}

function withRowsAfter<T>(
  { headsAfter, tableError }: TableOutcome,
  compose: (rows: readonly string[]) => T,
): Outcome<T> {
  return headsAfter
    ? succeed(compose(headsAfter))
    : fail(tableError ?? { type: 'AssertionError', message: '' });
}
