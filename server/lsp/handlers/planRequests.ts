import { databasePosition } from '../../core/history/databasePosition';
import { countPlanSteps, planFor, planReturnTo, stampEffect } from '../../core/history/migrationPlan';
import { whyPlanIsUndetermined, whyStampIsUndetermined } from '../../core/history/undeterminedAnswers';
import { snapshotInFolders } from '../../core/project/snapshotInFolders';
import type { DidAskDatabasesParams } from '../../protocol/migrations';
import {
  countSteps,
  didAskDatabases,
  planMigration,
  planReturn,
  planStamp,
  readPositions,
} from '../../protocol/migrations';
import { pathFromUri } from '../convert/paths';
import { toPlanDto, toReturnPlanDto, toStampPlanDto } from '../convert/planDtos';
import type { Session } from '../session/session';
import type { Capabilities } from '../session/describeServer';
import { answer, settledSnapshot, slicedWork } from '../session/session';
import { runSteps } from '../workspace/slices';

/** Answers where databases stand and what a migration or stamp would do. Nothing is run. */
export function registerPlanRequests(session: Session): Capabilities {
  answer(session, planMigration, async ({ environment, direction, target, current }) => {
    const snapshot = await settledSnapshot(session, environment);
    if (!snapshot) return { kind: 'unknownEnvironment' };
    const plan = planFor(snapshot.map, direction, target, current);
    const reason = whyPlanIsUndetermined(snapshot, direction, target, current, plan);
    if (reason !== undefined) return { kind: 'unknown', reason };
    return toPlanDto(snapshot, direction, plan, session.uris());
  });
  answer(session, countSteps, async ({ environment, direction, targets, databases }, token) => {
    const snapshot = await settledSnapshot(session, environment);
    return snapshot
      ? await slicedWork(session, token, countPlanSteps(snapshot, direction, targets, databases))
      : null;
  });
  answer(session, readPositions, async ({ environment, databases }, token) => {
    const snapshot = await settledSnapshot(session, environment);
    return snapshot
      ? await runSteps(databases, session.runtime, token, (rows) => databasePosition(snapshot.map, rows))
      : null;
  });
  session.connection.onNotification(
    didAskDatabases.method,
    ({ environment, databases }: DidAskDatabasesParams) => session.applied?.note(environment, databases),
  );
  answer(session, planStamp, async ({ environment, targets, current, purge }) => {
    const snapshot = await settledSnapshot(session, environment);
    if (!snapshot) return { kind: 'unknownEnvironment' };
    const effect = stampEffect(snapshot.map, targets, current, { purge });
    const reason = whyStampIsUndetermined(snapshot, targets, effect);
    if (reason !== undefined) return { kind: 'unknown', reason };
    return toStampPlanDto(snapshot, effect, session.uris());
  });
  answer(session, planReturn, async ({ environment, versionLocationUris, databases }, token) => {
    const here = await settledSnapshot(session, environment);
    if (!here) return { kind: 'unknownEnvironment' };
    const folders = versionLocationUris.map(pathFromUri).filter((path) => path !== undefined);
    const reading = snapshotInFolders(session.runtime.disk, here, folders);
    const there = await slicedWork(session, token, reading);
    const isHere = (id: string): boolean => here.map.revisions.has(id);
    return toReturnPlanDto(there, planReturnTo(there.map, isHere, databases), isHere, session.uris());
  });
  return {};
}
