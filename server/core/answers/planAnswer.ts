import { whyPlanIsUndetermined } from '../history/undeterminedAnswers';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { AlembicError, Outcome } from '../revision/errors/alembicError';
import type { Plan } from '../revision/plan/plan';
import { planDowngrade, planUpgrade } from '../revision/plan/plan';

/** The plan for machines: the ids in the order in which they run, Alembic's error, or why nobody can tell. */
export type PlanAnswer =
  | { readonly steps: readonly string[] }
  | { readonly error: Pick<AlembicError, 'type' | 'message'> }
  | { readonly unknown: string };

/** What an upgrade or downgrade from the given rows of the version table would run. */
export function planAnswer(
  snapshot: EnvironmentSnapshot,
  direction: 'upgrade' | 'downgrade',
  target: string,
  from: readonly string[],
): PlanAnswer {
  const { map } = snapshot;
  const plan = direction === 'upgrade' ? planUpgrade : planDowngrade;
  const outcome: Outcome<Plan> = map.loadError
    ? { ok: false, error: map.loadError }
    : plan(map, target, from);
  const unknown = whyPlanIsUndetermined(snapshot, direction, target, from, outcome);
  if (unknown !== undefined) return { unknown };
  if (outcome.ok) return { steps: outcome.value.steps };
  const { type, message } = outcome.error;
  return { error: { type, message } };
}
