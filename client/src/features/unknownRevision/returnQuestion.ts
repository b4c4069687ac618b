import type { PlanStepDto } from '../../../../server/protocol/migrations';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { databaseDetails } from '../../infrastructure/alembic/databases/databaseName';
import { destructiveLegend, isLongList, stepLines } from '../../infrastructure/alembic/databases/stepList';
import { shownText } from '../../infrastructure/vscode/shownText';

const mostModules = 3;

/** What a downgrade in a temporary worktree would do. */
export interface ReturnPlan {
  readonly databases: readonly { readonly database: DatabaseState; readonly steps: readonly PlanStepDto[] }[];
  /** Revisions among the steps that this checkout has. */
  readonly alsoHere: readonly string[];
  /** Modules that were imported from this checkout and not from the worktree, relative to it. */
  readonly modulesFromHere: readonly string[];
}

/** What a person reads before it: which database, and which revisions it reverts, in order. */
export function returnDetail({ databases, alsoHere, modulesFromHere }: ReturnPlan): string {
  const steps = databases.flatMap((each) => each.steps);
  const lines = databases
    .filter((each) => each.steps.length > 0)
    .flatMap(({ database, steps: own }) => [
      databaseDetails(database),
      ...(database.host === null || database.url === null ? [] : [shownText(database.url)]),
      `Now at ${database.heads.map(shownText).join(', ')}.`,
      '',
      own.length === 1 ? 'Will revert 1 revision:' : `Will revert ${own.length} revisions, in this order:`,
      ...stepLines(own),
      '',
    ]);
  // What is at the end of a long text may be cut.
  if (steps.some(({ destructive }) => destructive)) {
    if (isLongList(steps)) lines.unshift(destructiveLegend, '');
    else lines.push(destructiveLegend);
  }
  if (alsoHere.length > 0) {
    lines.push(
      `This checkout has ${alsoHere.map(shownText).join(', ')} too; upgrade afterwards to apply it again.`,
    );
  }
  if (modulesFromHere.length > 0) {
    const named = modulesFromHere.slice(0, mostModules).map(shownText).join(', ');
    const more =
      modulesFromHere.length > mostModules ? ` and ${modulesFromHere.length - mostModules} more` : '';
    lines.push(
      `env.py imports ${named}${more} from this checkout, because they are installed from here: revisions of the other branch that use them may not fit.`,
    );
  }
  return lines.join('\n').trim();
}
