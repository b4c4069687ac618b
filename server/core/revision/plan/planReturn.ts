import type { Outcome } from '../errors/alembicError';
import { fail, succeed } from '../errors/alembicError';
import { appliedRevisions } from './appliedRevisions';
import type { Plan } from './plan';
import { planDowngrade } from './plan';
import type { RevisionMap } from '../graph/revisionMap';

/** One downgrade that leaves a database with nothing that another checkout lacks. */
export interface DowngradeToKnown {
  /** The target that Alembic's `downgrade` takes. */
  readonly target: string;
  /** The plan for each database, in the order of the question. */
  readonly plans: readonly Plan[];
}

/**
 * The shortest downgrade after which each database is at revisions that `isKnown` knows, from the rows of
 * their version tables. It may have to downgrade more than the unknown revisions, because a downgrade has one
 * target. Fails where a row is not in the graph either, nothing is unknown, or no single downgrade leads
 * there.
 */
export function planDowngradeToKnown(
  map: RevisionMap,
  isKnown: (id: string) => boolean,
  databases: readonly (readonly string[])[],
): Outcome<DowngradeToKnown> {
  const absent = databases.flat().find((row) => !map.revisions.has(row));
  if (absent !== undefined) return failed(`It does not have ${absent} either.`);
  const unknown = new Set(
    databases.flatMap((rows) => appliedRevisions(map, rows)).filter((id) => !isKnown(id)),
  );
  if (unknown.size === 0) return failed('Nothing that it has and that is not here is applied.');
  let best: DowngradeToKnown | undefined;
  for (const target of candidates(map, unknown)) {
    const plans = plansTo(map, target, databases, unknown);
    if (plans && (!best || stepsOf(plans) < stepsOf(best.plans))) best = { target, plans };
  }
  return best
    ? succeed(best)
    : failed(
        'No single downgrade reverts only the revisions that are missing here; check out a branch that has them and downgrade there.',
      );
}

/** Plain ids before `branch@id`, which are asked for where a parent has further children. */
function candidates(map: RevisionMap, unknown: ReadonlySet<string>): readonly string[] {
  const plain = new Set<string>();
  const ofBranches = new Set<string>();
  for (const id of unknown) {
    const parents = map.revisions.get(id)?.script.downRevisions ?? [];
    const known = parents.filter((parent) => !unknown.has(parent));
    for (const parent of known) {
      plain.add(parent);
      ofBranches.add(`${id}@${parent}`);
    }
    if (parents.length === 0) {
      plain.add('base');
      ofBranches.add(`${id}@base`);
    }
  }
  return [...plain, ...ofBranches];
}

/** The plans to a target; undefined if Alembic rejects it, or something unknown would stay. */
function plansTo(
  map: RevisionMap,
  target: string,
  databases: readonly (readonly string[])[],
  unknown: ReadonlySet<string>,
): readonly Plan[] | undefined {
  const plans: Plan[] = [];
  for (const rows of databases) {
    const plan = planDowngrade(map, target, rows);
    if (!plan.ok || !plan.value.headsAfter) return undefined;
    if (appliedRevisions(map, plan.value.headsAfter).some((id) => unknown.has(id))) return undefined;
    plans.push(plan.value);
  }
  return plans;
}

function stepsOf(plans: readonly Plan[]): number {
  return plans.reduce((sum, { steps }) => sum + steps.length, 0);
}

function failed(message: string): Outcome<never> {
  return fail({ type: 'CommandError', message });
}
