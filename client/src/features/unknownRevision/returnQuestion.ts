import type { PlanStepDto } from '../../../../server/protocol/migrations';
import type { DatabaseState } from '../../infrastructure/alembic/bridge';
import { databaseDetails } from '../../infrastructure/alembic/databaseName';

const mostListed = 25;
const mostModules = 3;

/** What a downgrade in a temporary worktree would do. */
export interface ReturnPlan {
  readonly databases: readonly { readonly database: DatabaseState; readonly steps: readonly PlanStepDto[] }[];
  /** Revisions among the steps that this checkout has. */
  readonly alsoHere: readonly string[];
  /** Modules that were imported from this checkout and not from the worktree, relative to it. */
  readonly modulesFromHere: readonly string[];
}

/** What a person reads before it: which database, and what will be taken back in which order. */
export function returnDetail({ databases, alsoHere, modulesFromHere }: ReturnPlan): string {
  const steps = databases.flatMap((each) => each.steps);
  const lines = databases
    .filter((each) => each.steps.length > 0)
    .flatMap(({ database, steps: own }) => [
      databaseDetails(database),
      ...(database.host === null || database.url === null ? [] : [database.url]),
      `Now at ${database.heads.join(', ')}.`,
      '',
      own.length === 1
        ? 'Will take back 1 revision:'
        : `Will take back ${own.length} revisions, in this order:`,
      ...own.slice(0, mostListed).map((step, index) => `${index + 1}. ${line(step)}`),
      ...(own.length > mostListed ? [`… and ${own.length - mostListed} more`] : []),
      '',
    ]);
  if (steps.some(({ destructive }) => destructive)) {
    lines.push('⚠ marks what drops tables or columns: their data is lost.');
  }
  if (alsoHere.length > 0) {
    lines.push(`This checkout has ${alsoHere.join(', ')} too; upgrade afterwards to apply it again.`);
  }
  if (modulesFromHere.length > 0) {
    const named = modulesFromHere.slice(0, mostModules).join(', ');
    const more =
      modulesFromHere.length > mostModules ? ` and ${modulesFromHere.length - mostModules} more` : '';
    lines.push(
      `env.py imports ${named}${more} from this checkout, because they are installed from here: revisions of the other branch that use them may not fit.`,
    );
  }
  return lines.join('\n').trim();
}

function line({ id, message, destructive }: PlanStepDto): string {
  return `${destructive ? '⚠ ' : ''}${message || '(no message)'} — ${id}`;
}
