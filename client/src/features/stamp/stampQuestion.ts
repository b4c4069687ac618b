import type { PlanStepDto } from '../../../../server/protocol/migrations';
import type { DatabaseState } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { databaseDetails } from '../../infrastructure/alembic/databases/databaseName';
import { shownText } from '../../infrastructure/vscode/shownText';

const mostListed = 20;

/** What a stamp does to one database's version table. */
export interface DatabaseStamp {
  readonly database: DatabaseState;
  readonly rowsAfter: readonly string[];
  readonly believedApplied: readonly PlanStepDto[];
  readonly forgotten: readonly PlanStepDto[];
  /** Rows that this checkout has no file for; they go away. */
  readonly unknown: readonly string[];
}

/** What a person reads before a stamp: what the version table will say, and what of it will not be true. */
export function stampDetail(stamps: readonly DatabaseStamp[]): string {
  const lines = stamps.flatMap((stamp) => [...stampLines(stamp), '']);
  return [
    ...lines,
    'A stamp runs no migration: only the version table changes, tables and data stay as they are.',
  ].join('\n');
}

function stampLines(stamp: DatabaseStamp): readonly string[] {
  const { database, rowsAfter, believedApplied, forgotten, unknown } = stamp;
  // What lies below a revision that is not here is not known.
  const skipped =
    unknown.length > 0
      ? 'Will be believed applied, whether they have run or not: where the database stands is not known here'
      : 'Skipped: will be believed applied without having run';
  return [
    databaseDetails(database),
    `Now at ${rows(database.heads)}, will say ${rows(rowsAfter)}.`,
    ...listed(skipped, believedApplied),
    ...listed('Forgotten: will be believed not applied although they were', forgotten),
    ...(unknown.length > 0
      ? [`Removed from the table, unknown here: ${unknown.map(shownText).join(', ')}`]
      : []),
  ];
}

function listed(title: string, steps: readonly PlanStepDto[]): readonly string[] {
  if (steps.length === 0) return [];
  return [
    '',
    `${title}:`,
    ...steps
      .slice(0, mostListed)
      .map(({ id, message }) => `• ${shownText(message || '(no message)')} — ${shownText(id)}`),
    ...(steps.length > mostListed ? [`… and ${steps.length - mostListed} more`] : []),
  ];
}

function rows(ids: readonly string[]): string {
  return ids.length > 0 ? ids.map(shownText).join(', ') : 'base (nothing applied)';
}
