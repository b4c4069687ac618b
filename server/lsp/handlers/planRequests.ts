import { databasePosition } from '../../core/history/databasePosition';
import { planFor, planReturnTo, stampEffect } from '../../core/history/migrationPlan';
import { buildSnapshot } from '../../core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { countSteps, planMigration, planReturn, planStamp, readPositions } from '../../protocol/migrations';
import { pathFromUri } from '../convert/paths';
import { toPlanDto, toReturnPlanDto, toStampPlanDto } from '../convert/planDtos';
import type { Session } from '../session/session';
import { answer } from '../session/session';

/** Answers where databases stand and what a migration or stamp would do. Nothing is run. */
export function registerPlanRequests(session: Session): void {
  const snapshotOf = async (environment: string): Promise<EnvironmentSnapshot | undefined> =>
    (await session.index.settled()).environments.get(environment)?.snapshot;
  answer(session, planMigration, async ({ environment, direction, target, current }) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot) return { kind: 'unknownEnvironment' };
    const plan = planFor(snapshot.map, direction, target, current);
    return toPlanDto(snapshot, direction, plan, session.uris());
  });
  answer(session, countSteps, async ({ environment, direction, targets, databases }) => {
    const map = (await snapshotOf(environment))?.map;
    if (!map) return null;
    const count = (target: string, rows: readonly string[]): number | null => {
      const plan = planFor(map, direction, target, rows);
      return plan.ok ? plan.value.steps.length : null;
    };
    return targets.map((target) => databases.map((rows) => count(target, rows)));
  });
  answer(session, readPositions, async ({ environment, databases }) => {
    const map = (await snapshotOf(environment))?.map;
    return map ? databases.map((rows) => databasePosition(map, rows)) : null;
  });
  answer(session, planStamp, async ({ environment, targets, current, purge }) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot) return { kind: 'unknownEnvironment' };
    const effect = stampEffect(snapshot.map, targets, current, { purge });
    return toStampPlanDto(snapshot, effect, session.uris());
  });
  answer(session, planReturn, async ({ environment, versionLocationUris, databases }) => {
    const here = await snapshotOf(environment);
    if (!here) return { kind: 'unknownEnvironment' };
    const there = await readElsewhere(session, here, versionLocationUris);
    const isHere = (id: string): boolean => here.map.revisions.has(id);
    return toReturnPlanDto(there, planReturnTo(there.map, isHere, databases), isHere, session.uris());
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
