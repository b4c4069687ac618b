import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { PlanStepDto } from '../../../../server/protocol/migrations';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { databaseIdentity } from '../../infrastructure/alembic/databases/databaseIdentity';
import type { HistoryServer } from '../../infrastructure/server/historyServer';

/** What would run against databases that stand at the same revisions. */
export interface DatabasePlan {
  readonly databases: readonly DatabaseState[];
  readonly steps: readonly PlanStepDto[];
  /** The rows that their version tables have in the end. */
  readonly headsAfter: readonly string[];
}

/**
 * What would run against each database, Alembic's error, or why nobody can know.
 */
export type DatabasePlans =
  | { readonly kind: 'plans'; readonly plans: readonly DatabasePlan[] }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Asks the server what Alembic would run to reach the target, from where each database stands. */
export async function planForDatabases(
  server: HistoryServer,
  environment: EnvironmentDto,
  direction: 'upgrade' | 'downgrade',
  target: string,
  databases: readonly DatabaseState[],
): Promise<DatabasePlans> {
  const plans: DatabasePlan[] = [];
  for (const group of groupByRows(databases)) {
    const current = group[0]?.heads ?? [];
    const plan = await server.plan({ environment: environment.key, direction, target, current });
    switch (plan.kind) {
      case 'plan':
        plans.push({ databases: group, steps: plan.steps, headsAfter: plan.headsAfter });
        break;
      case 'error':
        return { kind: 'error', message: plan.message };
      case 'unknown':
        return plan;
      case 'unknownEnvironment':
        return { kind: 'error', message: `${environment.label} is not there any more.` };
    }
  }
  return { kind: 'plans', plans };
}

/** Number of steps over all databases. */
export function stepCount(plans: readonly DatabasePlan[]): number {
  return plans.reduce((sum, plan) => sum + plan.steps.length * plan.databases.length, 0);
}

/** True where both would run the same revisions in the same order against the same databases. */
export function samePlans(one: readonly DatabasePlan[], other: readonly DatabasePlan[]): boolean {
  const key = (plans: readonly DatabasePlan[]): string =>
    JSON.stringify(
      plans.map(({ databases, steps }) => [
        databases.map((database) => [databaseIdentity(database), database.heads]),
        steps.map(({ id, message, destructive }) => [id, message, destructive]),
      ]),
    );
  return key(one) === key(other);
}

function groupByRows(databases: readonly DatabaseState[]): readonly (readonly DatabaseState[])[] {
  const groups = new Map<string, DatabaseState[]>();
  for (const database of databases) {
    const rows = JSON.stringify([...database.heads].sort());
    const group = groups.get(rows);
    if (group) group.push(database);
    else groups.set(rows, [database]);
  }
  return [...groups.values()];
}
