import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { databaseDetails, databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { destructiveLegend, isLongList, stepLines } from '../../infrastructure/alembic/databases/stepList';
import { shownText } from '../../infrastructure/vscode/shownText';
import type { DatabasePlan } from './databasePlans';
import type { DirectionWords } from './direction';

/**
 * What the person is asked before anything is written: names the databases and lists what will run, in order.
 */
export interface Confirmation {
  readonly message: string;
  readonly detail: string;
}

/** What else the question says. */
export interface ConfirmationContext {
  /** What is other than when the same was run before. */
  readonly changes?: readonly string[];
  /** The project's own command line, where that is run. */
  readonly line?: string | undefined;
}

/** The question before a run. */
export function composeConfirmation(
  words: DirectionWords,
  target: string,
  plans: readonly DatabasePlan[],
  { changes = [], line }: ConfirmationContext = {},
): Confirmation {
  const running = plans.filter((plan) => plan.steps.length > 0);
  const databases = running.flatMap((plan) => plan.databases);
  const destructive = running.some((plan) => plan.steps.some((step) => step.destructive));
  const lines = running.flatMap((plan) => [...planLines(words, plan, running.length > 1), '']);
  if (line !== undefined) lines.unshift(`Runs ${shownText(line)}`, '');
  // What is at the end of a long text may be cut.
  const isLong = running.length > 1 || running.some(({ steps }) => isLongList(steps));
  if (destructive && isLong) lines.unshift(destructiveLegend, '');
  else if (destructive) lines.push(destructiveLegend);
  if (changes.length > 0) lines.unshift(`Changed since the last run: ${changes.join(', ')}.`, '');
  return {
    message: `${words.title} ${databaseNames(databases)} to ${target}?`,
    detail: lines.join('\n').trim(),
  };
}

function planLines(words: DirectionWords, plan: DatabasePlan, several: boolean): readonly string[] {
  const { databases, steps } = plan;
  const count = steps.length === 1 ? '1 revision' : `${steps.length} revisions, in this order`;
  return [
    ...databases.map(databaseDetails),
    ...databases.map(urlLine).filter((line) => line !== undefined),
    several ? `  now at ${rows(databases)}` : `Now at ${rows(databases)}.`,
    '',
    `Will ${words.happens} ${count}:`,
    ...stepLines(steps),
  ];
}

function urlLine(database: DatabaseState): string | undefined {
  // The URL of a database that is a file says nothing more than its path.
  return database.host === null || database.url === null ? undefined : shownText(database.url);
}

function rows(databases: readonly DatabaseState[]): string {
  const heads = databases[0]?.heads ?? [];
  return heads.length > 0 ? heads.map(shownText).join(', ') : 'base (nothing applied)';
}
