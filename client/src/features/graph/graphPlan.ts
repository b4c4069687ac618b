import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import { databaseName } from '../../infrastructure/alembic/databases/databaseName';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { targetBefore } from '../../infrastructure/environments/targetBefore';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { shownText } from '../../infrastructure/vscode/shownText';
import type { GraphPlan } from './messages';

/** What a plan is asked about. */
export interface PlanQuestion {
  readonly environment: EnvironmentDto;
  readonly history: HistoryDto;
  /** Undefined where no database was asked. */
  readonly known: KnownDatabases | undefined;
  readonly id: string;
  readonly direction: GraphPlan['direction'];
}

/** What would run, as the server says, on each database that is known; nothing is run or asked. */
export async function readGraphPlan(
  server: Pick<HistoryServer, 'plan'>,
  { environment, history, known, id, direction }: PlanQuestion,
): Promise<Omit<GraphPlan, 'row'>> {
  const places = known
    ? known.databases.map((database) => ({ name: shownText(databaseName(database)), rows: database.heads }))
    : [nowhere(history, direction)];
  const target = direction === 'upgrade' ? id : targetBefore(history, id);
  const answers = await Promise.all(
    places.map(async ({ name, rows }) => {
      const plan = await server.plan({ environment: environment.key, direction, target, current: rows });
      switch (plan.kind) {
        case 'plan':
          return { ids: plan.steps.map((step) => step.id), text: `${name}: ${countOf(plan.steps.length)}` };
        case 'error':
          return { ids: [], text: `${name}: ${shownText(plan.message)}` };
        case 'unknown':
          return { ids: [], text: `${name}: ${shownText(plan.reason)}` };
        case 'unknownEnvironment':
          return { ids: [], text: `${name}: this environment is not there any more` };
      }
    }),
  );
  return {
    direction,
    ids: [...new Set(answers.flatMap(({ ids }) => ids))],
    text: answers.map(({ text }) => text).join('; '),
  };
}

/** Where no database was asked, an upgrade is shown from an empty one, and a downgrade from the heads. */
function nowhere(
  { realHeads }: HistoryDto,
  direction: GraphPlan['direction'],
): { readonly name: string; readonly rows: readonly string[] } {
  return direction === 'upgrade'
    ? { name: 'No database was asked; on an empty one', rows: [] }
    : { name: 'No database was asked; on one at the heads', rows: realHeads };
}

function countOf(count: number): string {
  if (count === 0) return 'nothing would run';
  return count === 1 ? '1 revision would run' : `${String(count)} revisions would run`;
}
