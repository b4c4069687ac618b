import type { MigrationPlan, StampEffect } from '../../core/history/migrationPlan';
import { viewRevision } from '../../core/history/revisionView';
import { losesData } from '../../core/operations/losesData';
import { withText } from '../../core/project/fileWithText';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { AlembicError, Outcome } from '../../core/revision/errors/alembicError';
import type { DowngradeToKnown } from '../../core/revision/plan/planReturn';
import type {
  PlanDto,
  PlanErrorDto,
  PlanParams,
  PlanStepDto,
  ReturnPlanDto,
  StampPlanDto,
} from '../../protocol/migrations';
import type { ClientUris } from './clientUris';

/** A plan, or Alembic's error, for the client. */
export function toPlanDto(
  snapshot: EnvironmentSnapshot,
  direction: PlanParams['direction'],
  plan: Outcome<MigrationPlan>,
  uris: ClientUris,
): PlanDto {
  if (!plan.ok) return toErrorDto(plan.error);
  const { steps, headsAfter } = plan.value;
  const { generation } = snapshot;
  return { kind: 'plan', generation, steps: toStepDtos(snapshot, steps, direction, uris), headsAfter };
}

/** The effect of a stamp, or Alembic's error, for the client. */
export function toStampPlanDto(
  snapshot: EnvironmentSnapshot,
  effect: Outcome<StampEffect>,
  uris: ClientUris,
): StampPlanDto {
  if (!effect.ok) return toErrorDto(effect.error);
  const { rowsAfter, believedApplied, forgotten } = effect.value;
  return {
    kind: 'plan',
    rowsAfter,
    believedApplied: toStepDtos(snapshot, believedApplied, 'upgrade', uris),
    forgotten: toStepDtos(snapshot, forgotten, 'downgrade', uris),
  };
}

/**
 * A plan of another checkout, `there`, for the client; `isHere` tells which of its revisions this one has.
 */
export function toReturnPlanDto(
  there: EnvironmentSnapshot,
  plan: Outcome<DowngradeToKnown>,
  isHere: (id: string) => boolean,
  uris: ClientUris,
): ReturnPlanDto {
  if (!plan.ok) return toErrorDto(plan.error);
  const { target, plans } = plan.value;
  return {
    kind: 'plan',
    target,
    databases: plans.map(({ steps }) => toStepDtos(there, steps, 'downgrade', uris)),
    alsoHere: [...new Set(plans.flatMap(({ steps }) => steps))].filter(isHere),
  };
}

function toStepDtos(
  snapshot: EnvironmentSnapshot,
  ids: readonly string[],
  direction: PlanParams['direction'],
  uris: ClientUris,
): readonly PlanStepDto[] {
  return ids.flatMap((id): PlanStepDto[] => {
    const view = viewRevision(snapshot, id);
    if (!view) return [];
    const file = view.file && withText(view.file);
    const destructive = file !== undefined && losesData(file, direction);
    return [{ id, message: view.title, uri: uris.of(view.path), destructive }];
  });
}

function toErrorDto({ type, message }: AlembicError): PlanErrorDto {
  return { kind: 'error', type, message };
}
