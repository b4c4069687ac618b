import { revisionTitle } from '../../core/features/revisionTitle';
import { losesData } from '../../core/operations/losesData';
import { buildSnapshot } from '../../core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { AlembicError, Outcome } from '../../core/revision/errors/alembicError';
import type { Plan } from '../../core/revision/plan/plan';
import { planDowngrade, planUpgrade } from '../../core/revision/plan/plan';
import { planReturn as returnOf } from '../../core/revision/plan/planReturn';
import { planStamp as stampOf } from '../../core/revision/plan/planStamp';
import { errorForUser } from '../../core/revision/errors/alembicException';
import type { RevisionMap } from '../../core/revision/graph/revisionMap';
import { planMigration, planReturn, planStamp } from '../../protocol/migrations';
import type {
  PlanDto,
  PlanParams,
  PlanStepDto,
  ReturnPlanDto,
  StampParams,
  StampPlanDto,
} from '../../protocol/migrations';
import type { ClientUris } from '../convert/clientUris';
import { pathFromUri } from '../convert/paths';
import type { Session } from '../session';
import { answer } from '../session';

/** Answers what an upgrade or downgrade would run. Nothing is run. */
export function registerPlanRequests(session: Session): void {
  answer(session, planMigration, async (params) => {
    const { environments } = await session.index.settled();
    const snapshot = environments.get(params.environment)?.snapshot;
    if (!snapshot) return { kind: 'unknownEnvironment' };
    return toPlanDto(snapshot, params, session.uris());
  });
  answer(session, planStamp, async (params) => {
    const { environments } = await session.index.settled();
    const snapshot = environments.get(params.environment)?.snapshot;
    if (!snapshot) return { kind: 'unknownEnvironment' };
    return toStampPlanDto(snapshot, params, session.uris());
  });
  answer(session, planReturn, async ({ environment, versionLocationUris, databases }) => {
    const { environments } = await session.index.settled();
    const here = environments.get(environment)?.snapshot;
    if (!here) return { kind: 'unknownEnvironment' };
    const there = await readElsewhere(session, here, versionLocationUris);
    return toReturnPlanDto(here, there, databases, session.uris());
  });
}

/** The same environment with the revision files of other folders, which are no part of the workspace. */
async function readElsewhere(
  { runtime }: Session,
  { environment, generation }: EnvironmentSnapshot,
  uris: readonly string[],
): Promise<EnvironmentSnapshot> {
  const versionLocations = uris.map(pathFromUri).filter((path) => path !== undefined);
  const configuration = { ...environment.configuration, versionLocations };
  const building = buildSnapshot({
    environment: { key: environment.key, configuration },
    fileSystem: runtime.disk,
    generation,
  });
  for (;;) {
    const step = building.next();
    if (step.done) return step.value;
    await runtime.timers.yieldToOthers();
  }
}

function toReturnPlanDto(
  here: EnvironmentSnapshot,
  there: EnvironmentSnapshot,
  databases: readonly (readonly string[])[],
  uris: ClientUris,
): ReturnPlanDto {
  if (there.map.loadError) return toErrorDto(errorForUser(there.map.loadError));
  const isHere = (id: string): boolean => here.map.revisions.has(id);
  const plan = returnOf(there.map, isHere, databases);
  if (!plan.ok) return toErrorDto(plan.error);
  const { target, plans } = plan.value;
  const ids = new Set(plans.flatMap(({ steps }) => steps));
  return {
    kind: 'plan',
    target,
    databases: plans.map(({ steps }) => steps.flatMap((id) => toStepDto(there, id, 'downgrade', uris))),
    alsoHere: [...ids].filter(isHere),
  };
}

function toStampPlanDto(
  snapshot: EnvironmentSnapshot,
  { targets, current, purge }: StampParams,
  uris: ClientUris,
): StampPlanDto {
  const { map } = snapshot;
  if (map.loadError) return toErrorDto(errorForUser(map.loadError));
  const plan = stampOf(map, targets, current, { purge });
  if (!plan.ok) return toErrorDto(plan.error);
  const { headsAfter, tableError } = plan.value;
  if (!headsAfter) return toErrorDto(tableError ?? { type: 'AssertionError', message: '' });
  const before = appliedWith(map, current);
  const after = appliedWith(map, headsAfter);
  const steps = (ids: readonly string[], direction: PlanParams['direction']): PlanStepDto[] =>
    ids.flatMap((id) => toStepDto(snapshot, id, direction, uris));
  return {
    kind: 'plan',
    rowsAfter: headsAfter,
    believedApplied: steps(
      after.filter((id) => !before.includes(id)),
      'upgrade',
    ),
    forgotten: steps(before.filter((id) => !after.includes(id)).reverse(), 'downgrade'),
  };
}

/** The revisions that rows of the version table mean, in upgrade order; rows that this checkout does not have mean none. */
function appliedWith(map: RevisionMap, rows: readonly string[]): readonly string[] {
  const applied = new Set<string>();
  for (const row of rows) {
    const plan = planUpgrade(map, row, []);
    if (plan.ok) for (const id of plan.value.steps) applied.add(id);
  }
  return [...applied];
}

function toPlanDto(snapshot: EnvironmentSnapshot, params: PlanParams, uris: ClientUris): PlanDto {
  const { map, generation } = snapshot;
  if (map.loadError) return toErrorDto(errorForUser(map.loadError));
  const plan = makePlan(snapshot, params);
  if (!plan.ok) return toErrorDto(plan.error);
  const { steps, headsAfter, tableError } = plan.value;
  if (!headsAfter) return toErrorDto(tableError ?? { type: 'AssertionError', message: '' });
  return {
    kind: 'plan',
    generation,
    steps: steps.flatMap((id) => toStepDto(snapshot, id, params.direction, uris)),
    headsAfter,
  };
}

function makePlan({ map }: EnvironmentSnapshot, { direction, target, current }: PlanParams): Outcome<Plan> {
  return direction === 'upgrade' ? planUpgrade(map, target, current) : planDowngrade(map, target, current);
}

function toStepDto(
  { map, filesByPath }: EnvironmentSnapshot,
  id: string,
  direction: PlanParams['direction'],
  uris: ClientUris,
): PlanStepDto[] {
  const script = map.revisions.get(id)?.script;
  if (!script) return [];
  const file = filesByPath.get(script.file);
  return [
    {
      id,
      message: revisionTitle(script.message),
      uri: uris.of(script.file),
      destructive: file !== undefined && losesData(file, direction),
    },
  ];
}

function toErrorDto({ type, message }: AlembicError): Extract<PlanDto, { kind: 'error' }> {
  return { kind: 'error', type, message };
}
