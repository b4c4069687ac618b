import { whyPlanIsUndetermined } from '../history/undeterminedAnswers';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Outcome } from '../revision/errors/alembicError';
import type { Plan } from '../revision/plan/plan';
import { planDowngrade, planUpgrade } from '../revision/plan/plan';
import type { NoAnswer } from './noAnswer';
import { errorAnswer } from './noAnswer';

/** The plan as JSON: ids in the order in which they run. */
export type PlanAnswer = { readonly steps: readonly string[] } | NoAnswer;

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
  return outcome.ok ? { steps: outcome.value.steps } : errorAnswer(outcome.error);
}
